/**
 * A mount namespace in which /dev is read-only. Programs that make every odd call are run by root too, and an fchmod of 0 on a
 * descriptor of /dev/null would be the end of the machine for everybody else. Devices work as ever: read-only is what the
 * file system of their names is. Each command has System V IPC of its own, too: what others
 * make there must not show.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Shows the mounts below /dev too; its submounts keep their own flags. */
const SCRIPT = 'mount --rbind /dev /dev && mount -o remount,bind,ro /dev && echo ready && exec cat';

/** A namespace for all programs of a test file: what they print of mounts must not differ between two tracers. */
async function openNamespace(): Promise<readonly string[]> {
  // Who is not root cannot change what is root's.
  if (process.getuid?.() !== 0) return [];
  // It lives as long as its standard input: until this process ends, however that comes about.
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  let message = '';
  holder.stderr.on('data', (data: Buffer) => {
    message += data.toString();
  });
  const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'close')])) as [unknown];
  if (!Buffer.isBuffer(first)) throw new Error(`cannot make /dev read-only for test programs: ${message}`);
  holder.unref();
  for (const stream of [holder.stdin, holder.stdout, holder.stderr]) if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
  return ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`];
}

const enter = await openNamespace();

/** `command` so that it runs in `directory` and cannot change the files of /dev. */
export const guarded = (command: readonly string[], directory: string): readonly string[] =>
  enter.length === 0 ? command : [...enter, `--wdns=${directory}`, '--', 'unshare', '--ipc', ...command];
