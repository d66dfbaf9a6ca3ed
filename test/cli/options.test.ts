import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ours, peer, shell, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const inFolder = (name: string): string => join(folder, name);
const file = inFolder('data.txt');
writeFileSync(file, 'hello <world> \u00e9\n');
symlinkSync(file, inFolder('link'));

/** What differs from run to run made equal. */
const comparable = (text: string): string[] =>
  text
    .replace(/^(?:syscall-trace|strace): /gm, 'TRACER: ')
    .replace(/0x[0-9a-f]{7,}/g, 'ADDRESS')
    .replace(/\/\* \d+ vars \*\//g, 'VARS')
    .replace(/\b\d{3,7}\b(?! vars)/g, 'N')
    .replace(/ +=/g, ' =')
    .split('\n');

/** Both tracers say the same of a program, in the trace and beside it. */
function same(...args: string[]): void {
  const our = ours(['trace', ...args], folder);
  const their = peer(args, folder);
  expect(comparable(our.stderr)).toEqual(comparable(their.stderr));
  expect([our.status, our.signal]).toEqual([their.status, their.signal]);
}

describe('T8: calls are chosen by what they are about', () => {
  it.each([
    [['-P', file, 'cat', file]],
    [['-P', 'data.txt', 'cat', 'data.txt']],
    [['-P', inFolder('link'), 'cat', file]],
    [['-e', 'quiet=path-resolution', '-P', 'data.txt', 'cat', file]],
    [['-P', '/no/where', 'cat', file]],
  ])('%j', (args) => same(...args));

  it('-e fd=', () => {
    const { stderr } = ours(['trace', '-q', '-e', 'fd=1', 'cat', file]);
    const names = new Set([...stderr.matchAll(/^(\w+)\(/gm)].map(([, name]) => name));
    expect(names).toEqual(new Set(['newfstatat', 'write', 'close']));
  });

  it('--syscall-limit lets the program go', () => {
    const { stderr, status, stdout } = ours(['trace', '-q', '--syscall-limit=3', 'sh', '-c', 'echo on; exit 4']);
    expect(stderr.match(/^\w+\(/gm)).toHaveLength(3);
    // As when it is interrupted: the tracer does not wait for what it has let go.
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'on\n' });
  });
});

describe('T6: single calls in another form', () => {
  it.each([
    [['-e', 'raw=openat,read,exit_group', '-e', 'trace=openat,read,write,exit_group', 'cat', file]],
    [['-e', 'verbose=none', '-e', 'trace=newfstatat,read,mmap,prlimit64', 'cat', file]],
    [['-e', 'abbrev=newfstatat', '-e', 'trace=prlimit64,newfstatat', 'cat', '/dev/null']],
    [['--strings-in-hex=non-ascii-chars', '-e', 'trace=read,write', 'cat', file]],
    [['-e', 'read=3', '-e', 'write=1', '-e', 'trace=read,write', 'cat', file]],
    [['-e', 'decode-fds=dev', '-e', 'trace=read,write', 'sh', '-c', 'echo x >/dev/null']],
    [['-e', 'decode-fds=path,socket', '-e', 'trace=read', 'cat', file]],
  ])('%j', (args) => same(...args));

  it.each([['--decode-pids=comm'], ['-Y']])('%s names processes', (option) => {
    ours(['trace', '-f', '-o', 'log', option, '-e', 'trace=kill', 'sh', '-c', 'sleep 0 & wait; kill -0 $$; true'], folder);
    const text = readFileSync(inFolder('log'), 'utf8');
    expect(text).toMatch(/^\d+ *<sh> +kill\(\d+<sh>, 0\) += 0$/m);
    expect(text).toMatch(/^\d+ *<sleep> \+\+\+ exited with 0 \+\+\+$/m);
  });

  it('-N names arguments, -s NAME=N and -s NAME.ARGUMENT=N cut strings of one', () => {
    const { stderr } = ours(['trace', '-v', '-N', '-s', 'write=2,execve.envp=0', '-e', 'trace=execve,write,read', '-s', '5', 'cat', file]);
    expect(stderr).toMatch(/^write\(fd=1, buf="he"\.\.\., count=17\)/m);
    expect(stderr).toMatch(/^read\(fd=3, buf="hello"\.\.\., count=\d+\)/m);
    expect(stderr).toMatch(/^execve\(\w+="\/usr\/bin\/cat", argv=\["cat", .*\], envp=0x[0-9a-f]+ \/\* \d+ vars \*\/\)/m);
  });
});

describe('T1: a program gets what it would have without a tracer', () => {
  it('descriptors beyond the standard ones, and process substitutions', () => {
    const script = `exec 5<${file}; $OURS trace -o /dev/null sh -c 'cat <&5'`;
    expect(shell(script).stdout).toBe('hello <world> \u00e9\n');
    const bash = spawnSync('bash', ['-c', `node ${join(import.meta.dirname, '../../dist/cli.js')} trace -o /dev/null cat <(echo substituted)`], {
      encoding: 'utf8',
    });
    expect(bash.stdout).toBe('substituted\n');
  });

  it('and no descriptor of the tracer', () => {
    expect(ours(['trace', '-o', '/dev/null', 'ls', '/proc/self/fd']).stdout).toBe(peer(['-o', '/dev/null', 'ls', '/proc/self/fd']).stdout);
  });

  it("trap '' INT", () => {
    const ignored = (tracer: string): string => shell(`trap '' INT; ${tracer} sh -c 'grep SigIgn /proc/self/status'`).stdout;
    expect(ignored('$OURS trace -o /dev/null')).toBe(ignored('strace -o /dev/null'));
  });
});

describe('T1: what cannot be executed', () => {
  writeFileSync(inFolder('no-interpreter'), '#!/no/such/interpreter\n');
  writeFileSync(inFolder('garbage'), 'garbage\n');
  for (const name of ['no-interpreter', 'garbage']) chmodSync(inFolder(name), 0o755);

  it.each(['/tmp', '/etc/passwd', './no-interpreter', './garbage'])('%s', (program) => {
    ours(['trace', '-o', 'ours', program], folder);
    peer(['-o', 'theirs', program], folder);
    expect(comparable(readFileSync(inFolder('ours'), 'utf8'))).toEqual(comparable(readFileSync(inFolder('theirs'), 'utf8')));
    const { status, stderr } = ours(['trace', '-o', '/dev/null', program], folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^syscall-trace: Can't run '.*': .*\n$/);
  });
});

describe('T2: who traces whom', () => {
  it.each(['-D', '-DD', '-DDD'])('%s: the program is the child of who started it, and its end is its own', (option) => {
    const { status, stdout, stderr } = ours(['trace', option, '-q', '-e', 'trace=exit_group', 'sh', '-c', 'grep -c "" /proc/$PPID/comm; exit 5']);
    expect({ status, stdout }).toEqual({ status: 5, stdout: '1\n' });
    expect(stderr).toContain('exit_group(5)');
  });

  it('-b execve lets go', () => {
    const args = ['-b', 'execve', '-e', 'trace=execve', '-o', 'log', '/bin/sh', '-c', 'exec /bin/sh -c "exit 7"'];
    expect(ours(['trace', ...args], folder).status).toBe(7);
    const text = readFileSync(inFolder('log'), 'utf8');
    peer(args, folder);
    expect(comparable(text)).toEqual(comparable(readFileSync(inFolder('log'), 'utf8')));
  });
});

describe('T8: --seccomp-bpf changes nothing but the speed', () => {
  it.each([[[]], [['--no-seccomp-bpf']], [['--kill-on-exit']], [['--seccomp-bpf']]])('%j', (options) => {
    const script = '/bin/true; cd /; (cd /tmp; exit 2); exit 3';
    const args = [...options, '-f', '-e', 'trace=chdir,exit_group', '-e', 'signal=none', '-o', 'log', 'sh', '-c', script];
    ours(['trace', ...args], folder);
    const text = readFileSync(inFolder('log'), 'utf8');
    peer(
      args.filter((option) => option !== '--kill-on-exit' && option !== '--no-seccomp-bpf'),
      folder,
    );
    expect(comparable(text)).toEqual(comparable(readFileSync(inFolder('log'), 'utf8')));
  });
});

describe('T18: --record-only', () => {
  it('prints nothing but where the recording is; -q not even that', () => {
    expect(ours(['trace', '--record-only', 'r.sctrace', 'true'], folder)).toMatchObject({
      stdout: '',
      stderr: 'syscall-trace: The recording is in r.sctrace; print it with: syscall-trace print r.sctrace\n',
    });
    expect(ours(['trace', '-q', '--record-only', 'r.sctrace', 'true'], folder).stderr).toBe('');
    expect(ours(['print', 'r.sctrace'], folder).stdout).toMatch(/^execve\(/);
  });
});
