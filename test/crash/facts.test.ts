import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedLine, program } from './crashPrograms.js';
import { functionsOf, mapsText, stackOf, Watch, whyNot } from './watch.js';

const reason = await whyNot();
const SIGNALS = { SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGSEGV: 11 };
/** Of user_regs_struct, in bytes. */
const REGISTER_IP = 16 * 8;

describe.skipIf(reason !== undefined)(`C1, C2, C4: crashes as the kernel has them${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let watch: Watch;
  beforeAll(async () => {
    watch = await Watch.start({ signals: Object.values(SIGNALS) });
  });
  afterAll(() => watch.stop());

  /** Runs a program of which a crash is expected, without a core dump. */
  async function crash(file: string, args: readonly string[]) {
    const { pid, signal, status } = spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', file, ...args], { stdio: 'ignore' });
    return { facts: await watch.crashOf(pid), pid, signal, status };
  }

  it('C2: tells all that there is to know of a process that is gone', async () => {
    const faults = program('faults');
    const before = BigInt(Date.now()) * 1_000_000n;
    const { facts, signal } = await crash(faults, ['nullPointer', 'second argument', '']);
    expect(signal).toBe('SIGSEGV');
    expect(facts).toMatchObject({
      parentPid: process.pid,
      uid: process.getuid?.(),
      gid: process.getgid?.(),
      comm: path.basename(faults).slice(0, 15),
      executable: realpathSync(faults),
      commandLine: [faults, 'nullPointer', 'second argument', ''],
      signo: SIGNALS.SIGSEGV,
      code: 1,
      address: 16n,
      trapNumber: 14,
      errorCode: 4,
      faultRegister: 16n,
      handled: false,
      stackComplete: true,
    });
    expect(facts.tid).toBe(facts.pid);
    expect(facts.parentComm).not.toBe('');
    expect(facts.cgroup).toMatch(/^\//);
    expect(facts.realtimeNs).toBeGreaterThan(before);
    expect(facts.realtimeNs).toBeLessThan(BigInt(Date.now() + 1) * 1_000_000n);
    expect(facts.registers).toHaveLength(216);
    const ip = new DataView(facts.registers.buffer, facts.registers.byteOffset).getBigUint64(REGISTER_IP, true);
    const code = facts.instructionBytes!;
    expect(ip - code.address).toBeGreaterThanOrEqual(0n);
    expect(code.address + BigInt(code.bytes.length) - ip).toBeGreaterThan(15n);
  });

  /** What each kind of fault must be: signal, si_code, and in words what the memory manager thought of the address. */
  const kinds: readonly [kind: string, signo: number, code: number, place?: 'mapped' | 'unmapped' | 'unknown'][] = [
    ['nullPointer', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['nullWrite', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['useAfterUnmap', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['readOnlyWrite', SIGNALS.SIGSEGV, 2, 'mapped'],
    ['protectedPage', SIGNALS.SIGSEGV, 2, 'mapped'],
    ['dataJump', SIGNALS.SIGSEGV, 2, 'mapped'],
    ['overrun', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['nonCanonical', SIGNALS.SIGSEGV, 128, 'unknown'],
    ['division', SIGNALS.SIGFPE, 1],
    ['trap', SIGNALS.SIGILL, 2],
    ['breakpoint', SIGNALS.SIGTRAP, 128],
    ['beyondFile', SIGNALS.SIGBUS, 2],
    ['aborted', SIGNALS.SIGABRT, -6],
    ['insideLibc', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['thread', SIGNALS.SIGSEGV, 1, 'unmapped'],
    ['handler', SIGNALS.SIGSEGV, 1, 'unmapped'],
  ];
  const chain = ['middle', 'outer', 'main', '_start'];

  it.each(kinds)('C4: %s, with the stack to its start', async (kind, signo, code, place) => {
    const faults = program('faults');
    const { facts } = await crash(faults, [kind]);
    expect([facts.signo, facts.code, facts.handled]).toEqual([signo, code, false]);
    if (place !== undefined && watch.session.features.faultPlace) expect(facts.faultPlace.kind).toBe(place);
    const { frames, end } = await stackOf(facts);
    expect(end).toBe('start');
    const names = functionsOf(frames, faults);
    if (kind === 'thread') expect(names).toEqual(['nullPointer', 'threadBody']);
    else if (kind === 'handler') expect(names).toEqual(['crashingHandler', 'handler', ...chain]);
    else if (kind === 'dataJump') expect(names).toEqual(['dataJump', ...chain]);
    else expect(names).toEqual([kind, ...chain]);
    const marked = frames.find(({ symbol }) => symbol === kind);
    // A trap leaves the instruction pointer behind the instruction.
    if (!['thread', 'handler', 'breakpoint'].includes(kind)) expect(marked?.line).toBe(markedLine('faults', kind));
  });

  it.each(['badJump', 'nullJump'])('C4: %s, from the caller on', async (kind) => {
    const faults = program('faults');
    const { facts } = await crash(faults, [kind]);
    expect(facts.instructionBytes).toBeUndefined();
    const { frames, end } = await stackOf(facts);
    expect(end).toBe('start');
    expect(functionsOf(frames, faults)).toEqual([kind, ...chain]);
  });

  it.each(['-O0', '-O2 -fomit-frame-pointer', '-O1 -static', '-O1 -static-pie', '-O1 -no-pie'])('C4: 1,000 calls deep, gcc %s', async (flags) => {
    const faults = program('faults', flags.split(' '));
    const { facts } = await crash(faults, ['deep']);
    expect(facts.stackComplete).toBe(true);
    const { frames, end } = await stackOf(facts, 5000);
    expect(end).toBe('start');
    const names = functionsOf(frames, faults);
    expect(names.filter((name) => name === 'deepest')).toHaveLength(1001);
    expect(names).toContain('main');
  });

  it.each(['stackOverflow', 'threadOverflow'])('C5: %s, with as much of the stack as is copied at most', async (kind) => {
    const faults = program('faults');
    const { facts } = await crash(faults, [kind]);
    expect(facts.stackComplete).toBe(false);
    expect(facts.stack.length).toBe(1 << 20);
    const { frames } = await stackOf(facts, 64);
    expect(new Set(functionsOf(frames, faults))).toEqual(new Set(['descend']));
  });

  it('C1: says that the program handles it, and tells its mappings although it lives on', async () => {
    const faults = program('faults');
    const { facts, status } = await crash(faults, ['handled']);
    expect(status).toBe(0);
    expect(facts.handled).toBe(true);
    expect(['proc', 'stream']).toContain(facts.mapsOrigin);
    const { frames, end } = await stackOf(facts);
    expect(end).toBe('start');
    expect(functionsOf(frames, faults)).toEqual(['nullPointer', 'handled', ...chain]);
  });

  it('C2: says who sent a signal that no instruction caused', async () => {
    const { facts, pid } = await crash(program('faults'), ['sent']);
    expect(facts).toMatchObject({ code: 0, senderPid: pid });
    expect(facts.address).toBeUndefined();
    expect(facts.faultPlace).toEqual({ kind: 'unknown' });
  });

  it('C5: has all mappings, with permissions and names', async ({ skip }) => {
    skip(!watch.session.features.exitMappings, 'the kernel tells no mappings at exit (before Linux 6.16)');
    const faults = program('faults');
    const { facts } = await crash(faults, ['protectedPage']);
    expect(facts.mapsOrigin).toBe('exit');
    const maps = mapsText(facts);
    for (const name of [faults, 'libc.so.6', '[stack]', '[vdso]']) expect(maps).toContain(name);
    const start = facts.address! - 8n - 4096n;
    expect(maps).toContain(`${start.toString(16)}-${(start + 8192n).toString(16)} ---p 00000000 00:00 0`);
    expect(facts.faultPlace).toMatchObject({ kind: 'mapped', mapping: { start, end: start + 8192n, readable: false, writable: false, executable: false } });
  });

  it('C5: has the memory that registers point to', async () => {
    const { facts } = await crash(program('faults'), ['nonCanonical']);
    expect(facts.memory.length).toBeGreaterThan(0);
    for (const { address, bytes } of facts.memory) {
      expect(address).toBeGreaterThan(0n);
      expect(bytes.length).toBeGreaterThan(0);
      expect(bytes.length).toBeLessThanOrEqual(128);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('C2: a process in a PID namespace of its own has the ids of the monitor’s (as root)', async () => {
    const faults = program('faults');
    const before = watch.crashes.length;
    spawnSync('sh', ['-c', 'ulimit -c 0; exec unshare --pid --fork "$0" nullPointer', faults], { stdio: 'ignore' });
    const found = () => watch.crashes.slice(before).find(({ executable }) => executable === faults);
    await watch.until(() => found() !== undefined);
    const crashed = found()!;
    expect(crashed.pid).toBeGreaterThan(1);
    expect(crashed.parentComm).toBe('unshare');
    expect(functionsOf((await stackOf(crashed)).frames, faults)).toEqual(['nullPointer', ...chain]);
  });

  it('C4: a 32-bit program', async ({ skip }) => {
    let faults = '';
    try {
      faults = program('faults', ['-m32', '-O2']);
    } catch {
      skip('gcc -m32 is not installed');
    }
    const { facts } = await crash(faults, ['nullPointer']);
    const { frames } = await stackOf(facts);
    expect(functionsOf(frames, faults)).toEqual(['nullPointer', ...chain]);
  });
});
