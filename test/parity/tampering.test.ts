/** T15: what injection does to a program, and the lines that tell it, beside strace's: same rules, same program, same text. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import { cli, runBoth } from './runBoth.js';

const calls = 'open,openat,read,lseek,clock_nanosleep,nanosleep,getuid,getuid32';

const rules: readonly (readonly string[])[] = [
  ['openat:error=EACCES:when=3'],
  ['openat:error=enoent:when=3', 'read:retval=3:when=3+'],
  ['read:error=11:when=3', 'lseek,_llseek,getuid,getuid32:error=EINTR:when=2..3'],
  ['openat:retval=7:when=3'],
  ['lseek,_llseek:retval=0x10'],
  ['lseek,_llseek:retval=-1'],
  ['getuid,getuid32:retval=-17:when=1+2'],
  ['getuid,getuid32:error=EPERM:when=2..4+2'],
  ['getuid,getuid32:error=ENOSYS:syscall=getpid:when=4'],
  ['openat:poke_enter=@arg2=2f646576:when=3'],
  ['openat:poke_enter=@arg2=2f6e6f:poke_exit=@arg2=2f:when=3'],
  ['read:poke_exit=@arg2=41004243:when=3'],
  ['read:error=EIO:poke_exit=@arg2=4142:when=3'],
  ['clock_nanosleep,nanosleep,clock_nanosleep_time64:delay_enter=100ms'],
  ['clock_nanosleep,nanosleep,clock_nanosleep_time64:delay_exit=.1s:error=EINTR'],
  ['getuid,getuid32:delay_enter=1000:delay_exit=1ms'],
  ['clock_nanosleep,nanosleep,clock_nanosleep_time64:signal=USR1'],
  ['getuid,getuid32:signal=10:error=EBUSY:when=3'],
  ['getuid,getuid32:signal=SIGKILL:when=4'],
  ['wait4,waitpid:error=ECHILD'],
  ['%clock,/^get:error=EFAULT:when=2+'],
  ['exit_group:error=EAGAIN:when=1'],
];

/** What of an interrupted sleep remains is never the same twice. */
const scrub: [RegExp, string][] = [
  [/0x[0-9a-f]{6,}/g, 'ADDRESS'],
  [/\{tv_sec=0, tv_nsec=\d+\}\) = \?/, 'REST) = ?'],
];

/** A parent that does not wait writes before its child or behind it. */
const sorted = (text: string): string[] => text.split('\n').sort();

describe('T15: injection, as strace does it', () => {
  for (const flags of [[], ['-m32']]) {
    // What a changed _llseek leaves behind its pointer is chance.
    for (const given of rules.filter((list) => flags.length === 0 || !/lseek:r/.test(list.join()))) {
      test(`${given.join(' ')} ${flags.join(' ')}`, () => {
        const program = compileFamily('injected', flags);
        const options = ['-f', '-e', `trace=${calls}`, '-e', 'signal=none', ...given.flatMap((rule) => ['-e', `inject=${rule}`])];
        const { ours, peer, oursLines, peerLines } = runBoth(options, [program], { scrub });
        expect(sorted(ours.stdout)).toEqual(sorted(peer.stdout));
        expect([ours.status, ours.signal]).toEqual([peer.status, peer.signal]);
        expect(oursLines).toEqual(peerLines);
        expect(ours.stdout + ours.text).toMatch(/INJECTED|DELAYED|signals 10|killed|errno 10|errno -1|getuid/);
      });
    }
  }

  test('T8: the program runs at full speed outside of the set, and its calls are changed all the same', () => {
    const program = compileFamily('injected');
    const outputs = [['-f'], ['-f', '--no-seccomp-bpf'], []].map((options) => {
      const run = spawnSync(process.execPath, [cli, 'trace', '-o', '/dev/null', ...options, '-e', 'trace=getuid', '-e', 'fault=getuid:when=2', program], {
        encoding: 'utf8',
      });
      return run.stdout;
    });
    expect(outputs[0]?.match(/getuid 2: -1 errno 38/g)).toHaveLength(3);
    expect(sorted(outputs[1] ?? '')).toEqual(sorted(outputs[0] ?? ''));
    expect(outputs[2]?.match(/getuid 2: -1 errno 38/g)).toHaveLength(1);
  });

  test('several rules for one call all apply', () => {
    const program = compileFamily('injected');
    const given = ['inject=getuid:error=EPERM:when=1', 'inject=getuid:error=EIO:when=2', 'inject=getuid:delay_exit=1:when=2'];
    const run = spawnSync(process.execPath, [cli, 'trace', '-e', 'trace=getuid', ...given.flatMap((rule) => ['-e', rule]), program], { encoding: 'utf8' });
    expect(run.stderr).toMatch(
      /^getuid\(\) += -1 EPERM \(Operation not permitted\) \(INJECTED\)\ngetuid\(\) += -1 EIO \(Input\/output error\) \(INJECTED\) \(DELAYED\)\n/m,
    );
  });

  test('T2: a call that was to fail is made after all when its process is let go before', async () => {
    const program = spawn('sh', ['-c', 'read go; exec id -u'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const output = once(program.stdout, 'data');
    const rule = 'inject=geteuid,getuid:error=EPERM:delay_enter=50s';
    const tracer = spawn(process.execPath, [cli, 'trace', '-o', '/dev/null', '-e', 'trace=geteuid,getuid', '-e', rule, '-p', String(program.pid)]);
    await once(tracer.stderr, 'data'); // attached
    program.stdin.end('go\n');
    // It is held at the entry of a call that has no number any more.
    await expect.poll(() => readFileSync(`/proc/${program.pid}/syscall`, 'latin1'), { timeout: 20_000 }).toMatch(/^-1 /);
    tracer.kill('SIGINT');
    const [said] = await output;
    expect(String(said).trim()).toBe(String(process.getuid?.()));
  });

  test('says where memory could not be written to', () => {
    const program = compileFamily('injected');
    const run = spawnSync(process.execPath, [cli, 'trace', '-o', '/dev/null', '-e', 'inject=lseek:poke_enter=@arg1=00', program], { encoding: 'utf8' });
    expect(run.stderr).toMatch(/argument 1 of call number 8 points to no memory that could be written to/);
    expect(run.stdout).toContain('lseek 2 errno 0');
  });
});

describe('T15: wrong rules get the same answer', () => {
  const wrong = [
    ...['openat', 'openat:', 'nosuch:error=1', ':error=1', '', 'openat:foo=1', 'openat:error', 'openat:error=', 'openat:error=EFOO', 'openat:error=0'],
    ...['openat:error=4096', 'openat:error=-1', 'openat:error=1:retval=1', 'openat:error=1:error=2', 'openat:retval=', 'openat:retval=x', 'openat:retval=1x'],
    ...['openat:signal=0', 'openat:signal=65', 'openat:signal=FOO', 'openat:signal=1:signal=2', 'openat:error=1:when=0', 'openat:error=1:when=65536'],
    ...[
      'openat:error=1:when=1..65535',
      'openat:error=1:when=3..2',
      'openat:error=1:when=1+0',
      'openat:error=1:when=1..',
      'openat:error=1:when=',
      'openat:when=1',
    ],
    ...[
      'openat:syscall=getpid',
      'openat:error=1:syscall=open',
      'openat:error=1:syscall=nosuch',
      'openat:delay_enter=abc',
      'openat:delay_enter=-1',
      'openat:delay_exit=1x',
    ],
    ...['openat:poke_enter=@arg8=00', 'openat:poke_enter=@arg0=00', 'openat:poke_enter=arg1=00', 'openat:poke_enter=@arg1=0', 'openat:poke_enter=@arg1='],
    ...['openat:poke_enter=@arg1=00,@arg1=01'],
  ];
  const messageOf = (tracer: readonly string[], option: string): string => {
    const [file = '', ...rest] = [...tracer, '-e', option, 'true'];
    const { stderr, status } = spawnSync(file, rest, { encoding: 'utf8', timeout: 60_000 });
    expect(status, `${file} ${option}`).toBe(file === 'strace' ? 1 : 2);
    return stderr.split('\n')[0]?.replace(/^[\w-]+: /, '') ?? '';
  };

  test.each([...wrong.map((rule) => `inject=${rule}`), 'fault=openat:signal=1', 'fault=openat:retval=1', 'fault=openat:error=0', 'fault='])('%s', (option) => {
    expect(messageOf([process.execPath, cli, 'trace'], option)).toBe(messageOf(['strace'], option));
  });
});
