/** Asks the C compiler what names of header files stand for. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const compiler = 'gcc';
/** C locale: the names of undeclared identifiers are read out of the messages. */
const environment = { ...process.env, LC_ALL: 'C' };

/** Whether a C compiler and the kernel’s headers are here: without them there is nothing to generate from. */
export function canGenerate(): boolean {
  return spawnSync(compiler, ['-fsyntax-only', '-xc', '-'], { input: '#include <linux/version.h>\n' }).status === 0;
}

/** Compiles and runs a C program; its standard output. Throws with the compiler’s messages when it does not compile. */
export function runC(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'syscall-trace-generate-'));
  try {
    const program = join(folder, 'program');
    execFileSync(compiler, ['-w', '-O0', '-o', program, '-xc', '-'], { input: source, env: environment, stdio: ['pipe', 'ignore', 'pipe'] });
    return execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 26 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The preprocessor’s macro definitions (-dM) after including `headers`: name → replacement text. Only macros without parameters. */
export function macros(headers: readonly string[]): ReadonlyMap<string, string> {
  const text = execFileSync(compiler, ['-dM', '-E', '-xc', '-'], { input: includes(headers), env: environment, encoding: 'utf8', maxBuffer: 1 << 26 });
  const found = new Map<string, string>();
  for (const match of text.matchAll(/^#define (\w+) (.*)$/gm)) found.set(match[1] ?? '', match[2] ?? '');
  return found;
}

/**
 * The value of each name that is a constant expression after including `headers`; names that the headers lack, or
 * cannot evaluate (a size of an incomplete type), are absent. `flags`: options for an ABI with a 32-bit long (`-m32`, `-mx32`).
 */
export function valuesOf(headers: readonly string[], names: readonly string[], flags: readonly string[] = []): ReadonlyMap<string, number | bigint> {
  const all = assembled(headers, names, flags);
  if (all !== undefined) return all;
  const bad = failing(headers, names, flags);
  return (
    assembled(
      headers,
      names.filter((name) => !bad.has(name)),
      flags,
    ) ?? new Map()
  );
}

/** Reads the values out of the assembler text, so that nothing needs to be linked or run for another ABI. Undefined when it does not compile. */
function assembled(headers: readonly string[], names: readonly string[], flags: readonly string[]): ReadonlyMap<string, number | bigint> | undefined {
  const body = names.map((name) => `  asm volatile("-> ${name} %0 %1" : : "i"((long)(${name})), "i"((${name}) < 0));`);
  const source = `${includes(headers)}void f(void) {\n${body.join('\n')}\n}\n`;
  const run = spawnSync(compiler, ['-w', '-S', '-O0', ...flags, '-o-', '-xc', '-'], {
    input: source,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) return undefined;
  const values = new Map<string, number | bigint>();
  for (const match of run.stdout.matchAll(/-> (\w+) \$(-?\d+) \$([01])/g)) {
    const [, name = '', digits = '0', negative] = match;
    const value = BigInt(digits);
    values.set(name, asNumber(negative === '1' ? value : BigInt.asUintN(flags.length === 0 ? 64 : 32, value)));
  }
  return values;
}

/** The names that do not compile. Each stands on a line of its own of the pretended file `names`, in a function of its own, since gcc reports an unknown identifier once a function. */
function failing(headers: readonly string[], names: readonly string[], flags: readonly string[]): ReadonlySet<string> {
  const body = names.map((name, index) => `#line ${index + 1} "names"\nvoid f${index}(void) { enum { value = (${name}) != 0 }; }`).join('\n');
  const run = spawnSync(compiler, ['-w', '-fsyntax-only', '-ftrack-macro-expansion=0', '-fmax-errors=0', ...flags, '-xc', '-'], {
    input: `${includes(headers)}${body}\n`,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const bad = new Set<string>();
  for (const line of run.stderr.split('\n')) {
    if (!line.includes('error:')) continue;
    const place = /^names:(\d+):/.exec(line);
    if (place === null) throw new Error(`${headers.join(' ')}: ${line}`);
    bad.add(names[Number(place[1]) - 1] ?? '');
  }
  return bad;
}

/** The lines that `headers` ask for: `NAME=VALUE` is a macro definition, anything else a header (older distributions lack some). */
function includes(headers: readonly string[]): string {
  return headers
    .map((header) => (header.includes('=') ? `#define ${header.replace('=', ' ')}\n` : `#if __has_include(<${header}>)\n#include <${header}>\n#endif\n`))
    .join('');
}

/** A number while exact. `1 << 31` is an int in C and negative, but always meant as a bit. */
function asNumber(value: bigint): number | bigint {
  const bit31 = 2_147_483_648n;
  if (value === -bit31) return Number(bit31);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
