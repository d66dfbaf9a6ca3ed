/** Facts that a program has made up, or that are damaged, are reported like others: the monitor must outlive them. */
import { closeSync, openSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { CrashFacts } from '../../../adapter/crash/crashFacts.js';
import { crashJsonLine } from '../../../adapter/crash/crashJson.js';
import { understandCrash } from '../../../adapter/crash/crashReport.js';
import { crashSignals } from '../../../adapter/crash/crashSignals.js';
import { crashText } from '../../../adapter/crash/crashText.js';
import { recordedCrash } from '../../../adapter/crash/recordedCrash.js';
import { registersSize } from '../../../adapter/crash/registers.js';
import { Random } from '../../fuzz/random.js';
import { launch } from '../captureRun.js';
import { FaultPrograms } from './faultPrograms.js';
import { crashesOf, services } from './ptraceCrashes.js';

const programs = new FaultPrograms();
afterAll(() => programs.remove());
const all = { registers: true, stack: true, verbose: true };

/** Bytes with a liking for what programs would choose to do harm. */
function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.pick([0, 0xff, 0x1b, 0x0a, 0x5b, random.below(256), random.below(256)]));
}

function address(random: Random): bigint {
  const any = (BigInt(random.below(2 ** 31)) << 33n) | (BigInt(random.below(2 ** 31)) << 2n);
  return random.pick([0n, 1n, 0x1_0000n, 0x7fff_ffff_f000n, 0xffff_ffff_ffff_ffffn, 0xffff_ffff_8000_0000n, any, any & 0x7fff_ffff_ffffn]);
}

function damaged(facts: CrashFacts, random: Random): CrashFacts {
  const registers = Uint8Array.from(facts.registers);
  const view = new DataView(registers.buffer);
  for (let slot = 0; slot < registersSize; slot += 8) if (random.below(3) === 0) view.setBigUint64(slot, address(random), true);
  const maps = Buffer.from(facts.maps).toString('latin1').split('\n');
  const names = maps.map((line) =>
    random.below(6) === 0 ? line.replace(/\S*$/, Buffer.from(bytes(random, 12)).toString('latin1').replaceAll('\n', '')) : line,
  );
  const text = random.below(4) === 0 ? Buffer.from(bytes(random, 200)) : Buffer.from(names.slice(random.below(4)).join('\n'), 'latin1');
  const name = Buffer.from(bytes(random, 15)).toString('utf8');
  return {
    ...facts,
    registers,
    maps: text,
    stack: random.below(3) === 0 ? bytes(random, random.below(4096)) : facts.stack,
    stackAddress: random.below(3) === 0 ? address(random) : facts.stackAddress,
    memory: [...facts.memory, { address: address(random), bytes: bytes(random, 64) }],
    instructionBytes: { address: view.getBigUint64(16 * 8, true), bytes: bytes(random, 16) },
    address: address(random),
    signo: crashSignals[random.below(crashSignals.length)]!,
    code: random.pick([facts.code, 0, 1, 2, 3, 4, 128, -6, random.below(2 ** 30)]),
    comm: name,
    executable: `/${name}`,
    commandLine: [name, name],
    cgroup: name,
    parentComm: name,
  };
}

test('C5, T14: damaged facts are reported all the same, and nothing in them reaches the terminal raw', async () => {
  const [facts] = await crashesOf([programs.build('gcc -O0'), 'nullPointer']);
  const random = new Random(20_261_120);
  for (let round = 0; round < 300; round++) {
    const report = await understandCrash(damaged(facts!, random), services, { depth: 16, detail: random.pick(['full', 'full', 'noSymbols', 'brief']) });
    const text = crashText(report, all) + crashJsonLine(report, undefined, all);
    expect(text.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? [], `round ${round}`).toEqual([]);
    expect(() => JSON.parse(crashJsonLine(report, undefined, all))).not.toThrow();
  }
});

test('C15: a crash is found again in a recording, by its signal', async () => {
  const sink = openSync('/dev/null', 'r+');
  const run = launch([programs.build('gcc -O0'), 'nullWrite'], { crashSignals, launch: { stdio: [sink, sink, sink] } });
  closeSync(sink);
  await run.end();
  const signal = run.records().find(({ type }) => type === 'signal')!;
  const facts = recordedCrash(run.file, signal.offset);
  expect(facts).toMatchObject({ signo: 11, code: 1, address: 8n, mapsOrigin: 'proc', handled: false });
  expect((await understandCrash(facts!, services, { depth: 16 })).diagnosis.kind).toBe('nullPointer');
  expect(recordedCrash(run.file, run.records().find(({ type }) => type === 'taskStart')!.offset)).toBeUndefined();
});
