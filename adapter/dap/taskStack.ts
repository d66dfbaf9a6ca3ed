/** The call stack of a task that is held. */
import { readFile } from 'node:fs/promises';
import type { CaptureSession } from '../capture/backend.js';
import { mappingAt } from '../crash/mappings.js';
import { stackPointer } from '../crash/registers.js';
import type { Frame, Symbolizer } from '../symbols/frame.js';

/** Deep recursion is cut here; who looks at frame 4,096 of an endless recursion has seen enough. */
const maxFrames = 4096;
const maxStackBytes = 1 << 20;

/** Innermost frame first. Empty when the task is gone. */
export async function taskStack(capture: CaptureSession, symbolizer: Symbolizer, pid: number, tid: number): Promise<Frame[]> {
  const registers = capture.registers(tid);
  const maps = await mapsOf(pid);
  if (!registers || maps.length === 0) return [];
  const stackAddress = stackPointer(registers);
  const stackEnd = mappingAt(maps.toString('utf8'), stackAddress)?.end ?? stackAddress;
  const size = Number(stackEnd - stackAddress);
  const stack = size > 0 ? capture.readMemory(pid, stackAddress, Math.min(size, maxStackBytes)) : new Uint8Array();
  const { frames } = await symbolizer.stack({ maps, registers, stackAddress, stack, pid }, maxFrames);
  return frames;
}

/** /proc/PID/maps; empty when the process is gone or has none. */
export async function mapsOf(pid: number): Promise<Buffer> {
  try {
    return await readFile(`/proc/${pid}/maps`);
  } catch {
    return Buffer.alloc(0);
  }
}
