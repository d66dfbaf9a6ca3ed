import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ours, peer, shell, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();

const canUnshare = shell('unshare -pf true').status === 0;
/** Makes a PID namespace, in which it names itself, a child and nobody. */
const inNamespace = ['unshare', '-pf', 'sh', '-c', 'sleep 0.2 & kill -0 $!; kill -0 1; kill -0 0; wait $!; setsid sh -c "kill -0 \\$PPID"; true'];

/** Calls as they are, without their tasks; names change by exec before or after a call. */
function calls(text: string): string[] {
  const ids = new Map<string, string>();
  const named = text.replace(/<(?:sh|sleep|setsid)>/g, '<NAME>');
  const numbered = named.replace(/\b\d{3,}\b/g, (id) => {
    if (!ids.has(id)) ids.set(id, `P${ids.size}`);
    return ids.get(id) ?? '';
  });
  return [...numbered.matchAll(/(?:kill|getpid|getppid|getsid)\(.*$/gm)].map(([line]) => line.replace(/ +=/, ' ='));
}

describe.skipIf(!canUnshare)(`T22: ids of another PID namespace${canUnshare ? '' : ' (skipped: unshare -p is not permitted)'}`, () => {
  it.each([['--decode-pids=pidns'], ['--pidns-translation'], ['--decode-pids=comm,pidns'], ['--decode-pids=all'], ['-Y']])('%s', (option) => {
    const args = ['-f', '-qq', option, '-e', 'trace=kill,getpid,getppid', '-e', 'signal=none', '-o', 'log', ...inNamespace];
    ours(['trace', ...args], folder);
    const our = calls(readFileSync(join(folder, 'log'), 'utf8'));
    peer(args, folder);
    expect(our).toEqual(calls(readFileSync(join(folder, 'log'), 'utf8')));
    expect(our.length).toBeGreaterThan(4);
  });

  it('of a process that is not traced', () => {
    // The first process of the namespace is not traced; its child is attached to, and names it.
    const { stdout } = shell(
      `mkfifo go; unshare -pf sh -c 'sh -c "read x; kill -0 1; read x" <go; true' & exec 3>go; ` +
        `until inner=$(pgrep -P "$(pgrep -P $!)"); do :; done; ` +
        `$OURS trace -o attached --pidns-translation -e kill -p "$inner" & tracer=$!; ` +
        `until grep -q 'TracerPid:.*[1-9]' "/proc/$inner/status"; do :; done; echo >&3; ` +
        `until grep -q 'kill(1.*= 0' attached; do :; done; echo >&3; wait $tracer; cat attached`,
      folder,
    );
    expect(stdout).toMatch(/^kill\(1 \/\* \d{2,} in strace's PID NS \*\/, 0\) += 0$/m);
  });
});

describe.skipIf(!canUnshare)('--namespace=new', () => {
  it('shows what clone, clone3 and unshare bring', () => {
    ours(['trace', '-f', '--namespace=new', '-e', 'trace=clone,unshare', '-o', 'log', 'unshare', '-u', '-pf', 'true'], folder);
    const text = readFileSync(join(folder, 'log'), 'utf8');
    expect(text).toMatch(/unshare\(CLONE_NEWUTS\|CLONE_NEWPID\) += 0 \(uts:\[\d+\]\)$/m);
    expect(text).toMatch(/clone\(.*\) += \d+ \(pid:\[\d+\]\)$/m);
  });
});

/** A control group of our own below that of this process, in any hierarchy that allows one; undefined where none does. */
function ownGroup(): string | undefined {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  for (const line of lines) {
    const [, controllers = '', path = ''] = line.split(':');
    const mount = mounts.find((text) => {
      const [, , type, options = ''] = text.split(' ');
      return controllers === '' ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes(controllers.split(',')[0] ?? '');
    });
    const group = join(mount?.split(' ')[1] ?? '/no/where', path, `${'ab12'.repeat(16)}`);
    try {
      mkdirSync(group);
      return group;
    } catch {
      // Read-only, or not ours: the next hierarchy.
    }
  }
  return undefined;
}

const group = ownGroup();
afterAll(() => {
  if (group !== undefined) rmdirSync(group);
});

describe.skipIf(group === undefined)(`T22: containers and control groups${group === undefined ? ' (skipped: no control group can be made)' : ''}`, () => {
  // The name of the group is what a container's would be. `sh` moves itself there before it execs.
  const script = `echo $$ >${group}/cgroup.procs && exec sh -c 'kill -0 $$'`;

  it('stand behind each id', () => {
    ours(['trace', '-f', '-o', 'log', '--decode-pids=comm,container,cgroup', '-e', 'trace=kill', 'sh', '-c', script], folder);
    const text = readFileSync(join(folder, 'log'), 'utf8');
    expect(text).toMatch(/^\d+ *<sh,container=ab12ab12ab12,cgroup=.*\/(ab12){16}> kill\(\d+<sh,container=ab12ab12ab12,cgroup=.*\/(ab12){16}>, 0\) += 0$/m);
    const alone = ours(['trace', '--decode-pids=container', '-e', 'trace=kill', 'sh', '-c', script]).stderr;
    expect(alone).toMatch(/^\[pid +\d+<container=ab12ab12ab12>\] kill\(/m);
  });

  it('and in JSON at the start and exec of a task', () => {
    ours(['trace', '--json', '-o', 'log', '--decode-pids=cgroup', '-e', 'trace=none', 'sh', '-c', script], folder);
    const events = readFileSync(join(folder, 'log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.findLast(({ type }) => type === 'exec')).toMatchObject({ container: 'ab12ab12ab12', cgroup: expect.stringMatching(/(ab12){16}$/) });
  });
});
