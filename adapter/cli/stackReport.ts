/** How `stack` shows the threads of a process. */
import type { Frame, UnwindEnd } from '../symbols/frame.js';
import { frameJson } from '../symbols/frameJson.js';

export interface ThreadStack {
  readonly tid: number;
  readonly name?: string;
  /** Absent when there is no stack, for the reason in `missing`. */
  readonly stack?: { readonly frames: readonly Frame[]; readonly end: UnwindEnd };
  readonly missing?: string;
}

export interface ProcessStacks {
  readonly pid: number;
  readonly command: string;
  /** How it died, in words; absent while it runs. */
  readonly died?: string;
  readonly threads: readonly ThreadStack[];
}

const endWords: Record<Exclude<UnwindEnd, 'start'>, string> = {
  limit: 'more frames than were asked for (--frames)',
  noUnwindInfo: 'the code has no unwind information',
  unreadableStack: 'the stack cannot be read further',
  noProgress: 'the stack is damaged',
};

/**
 * `Process 7: /bin/cat x`, then for each thread `Thread 7 (cat)` and its frames, innermost first:
 * `#0  0x00007f0000101829 syscall+0x19 in /usr/lib/libc.so.6`, `#1  0x0000000000401166 main at /src/a.c:7:3 in /tmp/a`;
 * a function that was inlined has `(inlined)` for an address.
 */
export function processText({ pid, command, died, threads }: ProcessStacks): string {
  const lines = [`Process ${pid}${command === '' ? '' : `: ${command}`}${died === undefined ? '' : ` (${died})`}`];
  for (const thread of threads) {
    lines.push('', `Thread ${thread.tid}${thread.name === undefined ? '' : ` (${thread.name})`}`);
    if (thread.missing !== undefined) lines.push(`    ${thread.missing}`);
    if (thread.stack !== undefined) lines.push(...stackLines(thread.stack.frames, thread.stack.end));
  }
  return `${lines.join('\n')}\n`;
}

function stackLines(frames: readonly Frame[], end: UnwindEnd): string[] {
  const width = String(frames.length).length + 1;
  const lines = frames.map((frame, index) => `${`#${index}`.padEnd(width)} ${addressText(frame)} ${placeText(frame)}`);
  return end === 'start' ? lines : [...lines, `    … ${endWords[end]}`];
}

function addressText({ inlined, address }: Frame): string {
  return inlined ? '(inlined)'.padEnd(18) : `0x${address.toString(16).padStart(16, '0')}`;
}

function placeText(frame: Frame): string {
  const { symbol, symbolOffset, module, moduleOffset, moduleDeleted, file, line, column } = frame;
  const name = symbol === undefined ? '??' : `${symbol}${symbolOffset === undefined ? '' : `+0x${symbolOffset.toString(16)}`}`;
  const source = file === undefined ? '' : ` at ${file}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}`;
  if (module === undefined) return `${name}${source}`;
  const offset = symbol === undefined && moduleOffset !== undefined ? `+0x${moduleOffset.toString(16)}` : '';
  return `${name}${source} in ${module}${offset}${moduleDeleted === true ? ' (deleted)' : ''}`;
}

/** One line. `end` of a thread says why its stack ends: "start" when it is whole. */
export function processJson({ pid, command, died, threads }: ProcessStacks): string {
  const list = threads.map(({ tid, name, stack, missing }) => ({
    tid,
    ...(name === undefined ? {} : { name }),
    ...(missing === undefined ? {} : { missing }),
    frames: (stack?.frames ?? []).map((frame) => ({ address: `0x${frame.address.toString(16)}`, ...frameJson(frame) })),
    ...(stack === undefined ? {} : { end: stack.end }),
  }));
  return `${JSON.stringify({ pid, command, ...(died === undefined ? {} : { died }), threads: list })}\n`;
}
