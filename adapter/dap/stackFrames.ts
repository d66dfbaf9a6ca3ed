/** Frames as DAP shows them. */
import path from 'node:path';
import { Source, StackFrame } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame } from '../symbols/frame.js';
import type { Client } from './connection.js';
import { memoryReference } from './memoryReference.js';
import type { SourceFiles } from './sourceFiles.js';

/** `main`, `libc.so.6+0x1234`, `0x7f0012345678`; inlined functions say so. */
export function frameName(frame: Frame): string {
  const name = frame.symbol ?? placeName(frame);
  return frame.inlined ? `${name} [inlined]` : name;
}

function placeName(frame: Frame): string {
  if (frame.module !== undefined && frame.moduleOffset !== undefined) return `${path.basename(frame.module)}+0x${frame.moduleOffset.toString(16)}`;
  return `0x${frame.address.toString(16)}`;
}

export interface FrameContext {
  readonly id: number;
  readonly pid: number;
  readonly files: SourceFiles;
  readonly client: Client;
}

/** A frame whose source cannot be opened is subtle: clients then show the first that can. */
export async function dapFrame(frame: Frame, { id, pid, files, client }: FrameContext): Promise<DebugProtocol.StackFrame> {
  const shown: DebugProtocol.StackFrame = new StackFrame(id, frameName(frame));
  shown.instructionPointerReference = memoryReference(pid, frame.address);
  if (frame.line !== undefined) {
    shown.line = client.clientLine(frame.line);
    shown.column = client.clientColumn(frame.column || 1);
  }
  if (frame.module !== undefined) shown.moduleId = frame.module;
  const openable = frame.file !== undefined && (await files.exists(frame.file));
  if (frame.file !== undefined) {
    shown.source = new Source(path.basename(frame.file), frame.file);
    if (!openable) {
      shown.source.presentationHint = 'deemphasize';
      shown.source.origin = `source not found at ${frame.file}`;
    }
  }
  if (!openable) shown.presentationHint = 'subtle';
  return shown;
}
