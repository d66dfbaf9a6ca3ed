/** S14: damaged ELF files and debug information. Whatever a file holds, each address is answered, in time. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadAddon } from '../../adapter/capture/loadAddon.js';
import { framesOf } from '../../adapter/symbols/frameColumns.js';
import { NativeSymbolizer, type SymbolizerAddon } from '../../adapter/symbols/nativeSymbolizer.js';
import { Random } from './random.js';

const sources = resolve(import.meta.dirname, '../programs/symbols');
/** Far above what any file takes, on a machine that is busy and with sanitizers. */
const PATIENCE_MS = 20_000;
const ADDRESSES = 64;

/** A file that is damaged while the others stay whole. */
interface Victim {
  readonly program: string;
  readonly damaged: string;
  readonly whole: Buffer;
  /** Offset and size of what is worth damaging. */
  readonly sections: readonly (readonly [number, number])[];
  readonly text: readonly [start: bigint, size: number];
}

export class SymbolFuzzer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fuzz-symbols-'));
  readonly #victims: Victim[] = [];
  readonly #symbolizer = new NativeSymbolizer(loadAddon<SymbolizerAddon>());

  constructor() {
    this.#victims.push(
      this.#compile('dwarf5', 'templates.cc', ['-O2', '-g']),
      this.#compile('dwarf4', 'templates.cc', ['-O2', '-gdwarf-4']),
      this.#compile('dwarf2', 'chain.c', ['-O1', '-gdwarf-2']),
      this.#compile('zlib', 'chain.c', ['-O1', '-g', '-gz=zlib']),
      this.#compile('dwarf32', 'chain.c', ['-O1', '-g', '-m32']),
      this.#compile('split5', 'templates.cc', ['-O2', '-g', '-gsplit-dwarf']),
      this.#splitFile('split4', ['-O1', '-gdwarf-4', '-gsplit-dwarf']),
      this.#package('package', ['-O1', '-gdwarf-4', '-gsplit-dwarf']),
      this.#compile('symbols', 'chain.c', ['-O1']),
    );
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** One damaged file. @throws with the seed when an answer is missing, wrong in form or late */
  async run(seed: number): Promise<void> {
    const random = new Random(seed);
    const victim = this.#victims[random.below(this.#victims.length)];
    if (victim === undefined) return;
    rmSync(victim.damaged, { force: true });
    writeFileSync(victim.damaged, damage(victim, random), { mode: 0o755 });
    // Another time makes it another file, for which the damaged one is read anew.
    if (victim.damaged !== victim.program) utimesSync(victim.program, seed % 2 ** 31, seed % 2 ** 31);
    const [start, size] = victim.text;
    const addresses = BigUint64Array.from({ length: ADDRESSES }, () => (random.oneIn(16) ? random.u64() : start + BigInt(random.below(size))));
    const began = performance.now();
    const columns = await this.#symbolizer.fileColumns(victim.program, addresses);
    const took = performance.now() - began;
    if (took > PATIENCE_MS) throw new Error(`FUZZ_SEED=${seed}: ${victim.damaged} took ${Math.round(took)} ms`);
    // A clean refusal: the file is not ELF any more.
    if (columns === undefined) return;
    const lists = framesOf(columns, addresses);
    const odd = lists.findIndex(
      (frames) => frames.length === 0 || frames.some(({ quality, file, line }) => quality === 'source' && (file === undefined || line === undefined)),
    );
    if (lists.length !== addresses.length || odd >= 0)
      throw new Error(`FUZZ_SEED=${seed}: ${victim.damaged} has no answer for 0x${addresses[odd]?.toString(16)}`);
  }

  #compile(name: string, source: string, flags: readonly string[]): Victim {
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    const program = join(folder, 'program');
    tool(source.endsWith('.cc') ? 'g++' : 'gcc', [...flags, '-no-pie', '-o', program, join(sources, source), '-pthread'], folder);
    return victimOf(program, program);
  }

  /** Here the file with the split unit is damaged. */
  #splitFile(name: string, flags: readonly string[]): Victim {
    const { program } = this.#compile(name, 'chain.c', flags);
    const [split = ''] = spawnSync('sh', ['-c', 'ls *.dwo'], { cwd: join(this.#folder, name), encoding: 'utf8' }).stdout.split('\n');
    return victimOf(program, join(this.#folder, name, split));
  }

  /** Here the package of split units is damaged. */
  #package(name: string, flags: readonly string[]): Victim {
    const { program } = this.#splitFile(name, flags);
    tool('dwp', ['-e', program, '-o', `${program}.dwp`], join(this.#folder, name));
    tool('sh', ['-c', 'rm *.dwo'], join(this.#folder, name));
    return victimOf(program, `${program}.dwp`);
  }
}

function victimOf(program: string, damaged: string): Victim {
  const read = (file: string) => spawnSync('readelf', ['-SW', file], { encoding: 'utf8' }).stdout;
  const wanted = /\] (\.debug_\S+|\.symtab|\.strtab|\.shstrtab|\.note\S*|\.gnu\S*) +\w+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+)/g;
  const sections = [...read(damaged).matchAll(wanted)].map((match) => [Number.parseInt(match[2] ?? '', 16), Number.parseInt(match[3] ?? '', 16)] as const);
  const [, start = '0', size = '1'] = / \.text +PROGBITS +([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+)/.exec(read(program)) ?? [];
  return { program, damaged, whole: readFileSync(damaged), sections, text: [BigInt(`0x${start}`), Number.parseInt(size, 16)] };
}

function tool(file: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(file, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
}

/** Numbers at which counts and offsets go wrong. */
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff] as const;

function damage({ whole, sections }: Victim, random: Random): Buffer {
  if (random.oneIn(12)) return whole.subarray(0, random.below(whole.length));
  const bytes = Buffer.from(whole);
  for (let times = 1 + random.below(12); times > 0; times--) {
    const [offset, size] = sections[random.below(Math.max(sections.length, 1))] ?? [0, 64];
    // Now and then in the headers of the file and of its sections, which everything hangs on.
    const at = random.oneIn(10)
      ? random.below(64)
      : random.oneIn(10)
        ? Math.max(0, bytes.length - 1 - random.below(3000))
        : offset + random.below(Math.max(size, 1));
    if (at + 16 > bytes.length) continue;
    switch (random.below(5)) {
      case 0:
        bytes[at] = random.u32() & 255;
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 2:
        bytes.writeUInt32LE(random.pick(extremes), at);
        break;
      case 3:
        // A long LEB128 number.
        bytes.fill(0xff, at, at + 1 + random.below(12));
        break;
      default:
        bytes.copyWithin(at, offset + random.below(Math.max(size, 1)), Math.min(bytes.length, offset + size));
    }
  }
  return bytes;
}

/** Damaged files from `seed` on, for that many seconds; says how many they were. */
export async function fuzzSymbols(seconds: number, seed: number): Promise<number> {
  const fuzzer = new SymbolFuzzer();
  try {
    let files = 0;
    for (const until = performance.now() + seconds * 1000; performance.now() < until; files++) await fuzzer.run(seed + files);
    return files;
  } finally {
    fuzzer.remove();
  }
}
