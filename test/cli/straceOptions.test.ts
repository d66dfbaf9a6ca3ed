import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ours, peer, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
mkdirSync(join(folder, 'sub'));
writeFileSync(join(folder, 'data'), 'hello\n');

const comparable = (text: string): string[] =>
  text
    .replace(/^(?:syscall-trace|strace): /gm, 'TRACER: ')
    .replace(/^Try 'strace -h' for more information\.\n/gm, '')
    .replace(/0x[0-9a-f]{7,}/g, 'ADDRESS')
    .replace(/\/\* \d+ vars \*\//g, 'VARS')
    .replace(/\d\d:\d\d:\d\d(?:\.\d+)?/g, 'CLOCK')
    .replace(/\d+\.\d+/g, 'SECONDS')
    .replace(/\b\d{3,7}\b(?! vars)/g, 'N')
    .replace(/ +=/g, ' =')
    .split('\n');

/** Lines of which each stack is one word: ours have more symbols, as we read the distribution’s debug files too. */
const withStacks = (text: string): string => text.replace(/(?:^ > .*\n)+/gm, 'STACK\n');

describe('S2: -k', () => {
  it.each([[[]], [['-qq']], [['-f', '-q']]])('%j has stacks where strace has them', (options) => {
    const args = ['-k', ...options, '-e', 'trace=chdir,exit_group', '-e', 'signal=none', 'sh', '-c', 'cd /; (exit 3)'];
    const [our, their] = [withStacks(ours(['trace', ...args]).stderr), withStacks(peer(args).stderr)];
    expect(comparable(our)).toEqual(comparable(their));
    expect(our).toMatch(/STACK\n(?:\+\+\+ .*\n)?STACK\n$|STACK\n$/);
  });
});

/** What options do that a script would pass, right and wrong: the same text, and the same end but for the status of a wrong command line, which is 2. */
describe('T12: options as strace takes them', () => {
  const openat = ['-e', 'trace=openat', 'cat', 'data'];
  const exits = ['-e', 'trace=exit_group', 'sh', '-c', 'exit 3'];
  it.each([
    [['-F', ...exits]],
    [['-f', '-F', ...exits]],
    [['-D', ...exits]],
    [['--quiet', ...exits]],
    [['--silence=exit', ...exits]],
    [['-qqq', ...exits]],
    [['-e', 'quiet=attaching', ...exits]],
    [['--no', '-e', 'trace=none', 'true']],
    [['-W', 'true']],
    [['--absolute-timestamps=', ...exits]],
    [['--absolute-timestamps=precision:unix', 'true']],
    [['--relative-timestamps=ms', '--syscall-times=ns', ...exits]],
    [['-e', 'trace=/nothing_like_it', 'true']],
    [['-e', 'trace=?/nothing_like_it', 'true']],
    [['-e', 'trace=foo@32', 'true']],
    [['-e', 'trace=@64', 'true']],
    [['-e', 'signal=0,255', ...exits]],
    [['-e', 'signal=256', 'true']],
    [['-e', 'kvm=x', 'true']],
    [['-O', '1e3', '-S', 'calls', ...exits]],
    [['-c', '-U', 'calls,name,count', 'true']],
    [['-c', '-e', 'trace=exit_group', '-U', 'calls', '-O', '.5ms', 'true']],
    [['--output-separately', ...exits]],
    [['-f', '--seccomp-bpf', '-e', 'trace=all', '-e', 'signal=none', '-e', 'status=failed', 'true']],
    [['--interruptible=no', 'true']],
    [['-P', '.', ...openat]],
    [['-P', 'data', '-y', ...openat]],
    [['-u', 'no-such-user', 'true']],
    [['-X', 'raw', '-e', 'trace=prlimit64', 'sh', '-c', 'ulimit -f 1500']],
    [['-X', 'verbose', '-e', 'trace=prlimit64', 'sh', '-c', 'ulimit -f 1500']],
    [['-Y', '-e', 'trace=getpgrp,getpgid,getppid', 'setsid', 'sh', '-c', 'true']],
  ])('%j', (args) => {
    const our = ours(['trace', ...args], folder);
    const their = peer(args, folder);
    const alike = (text: string): string[] => comparable(text.replace(/<(?:node|strace)>/g, '<TRACER>'));
    expect(alike(our.stderr)).toEqual(alike(their.stderr));
    expect(our.signal).toBe(their.signal);
    expect(our.status === 2 ? 1 : our.status).toBe(their.status);
  });
});
