/** What the client is told of the process that is traced first. */
import { closeSync, openSync, readlinkSync, readSync } from 'node:fs';
import { Event } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** `name`: path of the executable. */
export function processEvent(name: string, pid: number, startMethod: 'launch' | 'attach'): DebugProtocol.ProcessEvent {
  // A launched process may not have come to its execve yet.
  const pointerSize = pointerBits(startMethod === 'attach' ? `/proc/${pid}/exe` : name);
  const body: DebugProtocol.ProcessEvent['body'] = { name, systemProcessId: pid, isLocalProcess: true, startMethod };
  if (pointerSize !== undefined) body.pointerSize = pointerSize;
  return new Event('process', body) as DebugProtocol.ProcessEvent;
}

/** Path of the executable, or, where that cannot be read, the process by its number. */
export function executableOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return `process ${pid}`;
  }
}

/** Bits of a pointer in an ELF file (elf(5), EI_CLASS); undefined when it is none, or cannot be read. */
function pointerBits(file: string): 32 | 64 | undefined {
  const head = Buffer.alloc(5);
  try {
    const fd = openSync(file, 'r');
    try {
      readSync(fd, head, 0, head.length, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
  if (head.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  return head[4] === 1 ? 32 : 64;
}
