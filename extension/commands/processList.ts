import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A user process that could be attached to. */
export interface ProcessInfo {
  readonly pid: number;
  /** As the kernel knows it: at most 15 bytes (proc(5), comm). */
  readonly name: string;
  readonly user: string;
  /** Arguments joined by spaces; control characters are shown as `?`. */
  readonly commandLine: string;
  /** Clock ticks from boot to its start. */
  readonly startTicks: number;
  /** Process that traces it already; 0 for none. */
  readonly tracerPid: number;
}

/** The processes of this machine that run a program of their own (no kernel threads), newest first. */
export async function listProcesses(proc = '/proc', passwd = '/etc/passwd'): Promise<ProcessInfo[]> {
  const users = userNames(await readFile(passwd, 'utf8').catch(() => ''));
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map((pid) => readProcess(proc, Number(pid), users)));
  return processes.filter((process) => process !== undefined).sort((a, b) => b.startTicks - a.startTicks || b.pid - a.pid);
}

/** Undefined for a kernel thread, a zombie, and a process that ended meanwhile. */
async function readProcess(proc: string, pid: number, users: ReadonlyMap<number, string>): Promise<ProcessInfo | undefined> {
  const directory = join(proc, String(pid));
  try {
    const commandLine = await readFile(join(directory, 'cmdline'), 'utf8');
    if (commandLine === '') return undefined;
    const [fields, status, owner] = await Promise.all([
      readFile(join(directory, 'stat'), 'utf8'),
      readFile(join(directory, 'status'), 'utf8'),
      stat(directory),
    ]);
    const parsed = parseStat(fields);
    const tracer = /^TracerPid:\s*(\d+)/m.exec(status)?.[1];
    return {
      pid,
      name: printable(parsed.name),
      user: users.get(owner.uid) ?? String(owner.uid),
      commandLine: printable(commandLine.replace(/\0+$/, '').replaceAll('\0', ' ')),
      startTicks: parsed.startTicks,
      tracerPid: Number(tracer ?? 0),
    };
  } catch {
    return undefined;
  }
}

/** proc(5), /proc/pid/stat: the name is in parentheses and may itself hold any; starttime is field 22. */
export function parseStat(text: string): { readonly name: string; readonly startTicks: number } {
  const close = text.lastIndexOf(')');
  const behindName = text.slice(close + 2).split(' ');
  return { name: text.slice(text.indexOf('(') + 1, close), startTicks: Number(behindName[19] ?? 0) };
}

function userNames(passwd: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of passwd.split('\n')) {
    const [name, , uid] = line.split(':');
    if (name && uid && !names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}

const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
