/** A crash as text for people (C8). */

import { safeText } from '../decode/terminalText.js';
import type { Frame } from '../symbols/frame.js';
import type { CrashReport } from './crashReport.js';
import { describeCode } from './faultCodes.js';
import { hex, paddedHex } from './hex.js';
import { instructionText } from './instruction.js';
import { mappingLine } from './mappingWords.js';
import { faultNeighbours, memoryLines, memoryNear } from './memoryNear.js';
import { registersOf } from './registers.js';

export interface TextOptions {
  readonly registers: boolean;
  readonly stack: boolean;
  /** All mappings, memory near all registers, and what is left out otherwise. */
  readonly verbose: boolean;
}

const titles: Readonly<Record<string, string>> = {
  SIGSEGV: 'SEGFAULT',
  SIGBUS: 'BUS ERROR',
  SIGFPE: 'ARITHMETIC ERROR',
  SIGILL: 'ILLEGAL INSTRUCTION',
  SIGABRT: 'ABORT',
  SIGTRAP: 'TRAP',
  SIGSYS: 'FORBIDDEN SYSTEM CALL',
};

const LABEL = 15;
const MORE = 4;

/** The report, with a newline at its end and an empty line behind it. */
export function crashText(report: CrashReport, options: TextOptions): string {
  const { facts, signal } = report.context;
  const title = titles[signal] ?? signal;
  const lines = [
    `[${localTime(facts.realtimeNs)}] ${title} in process ${safeText(facts.comm)} (PID: ${facts.pid}, TID: ${facts.tid})`,
    ...indent(1, head(report)),
    ...(options.registers ? indent(1, registerLines(report)) : []),
    ...(options.stack ? indent(1, stackLines(report)) : []),
    ...(options.registers || options.verbose ? indent(1, memory(report, options.verbose)) : []),
    ...indent(1, mappings(report, options.verbose)),
    ...indent(1, lastCallLines(report)),
  ];
  return `${lines.join('\n')}\n\n`;
}

const indent = (levels: number, lines: readonly string[]): string[] => lines.map((line) => `${' '.repeat(levels * MORE)}${line}`);
const labelled = (label: string, text: string): string => `${`${label}:`.padEnd(LABEL)}${text}`;

function head({ context, diagnosis, detail }: CrashReport): string[] {
  const { facts, signal, access, frames, ip, instruction } = context;
  const code = describeCode(signal, facts.code);
  const from = facts.senderPid === undefined ? '' : ` by process ${facts.senderPid}`;
  const [frame] = frames;
  const { executable, commandLine, cgroup, parentPid, parentComm } = facts;
  const lines = [
    facts.address === undefined ? undefined : labelled('Fault Address', paddedHex(facts.address)),
    labelled('Instruction', `${paddedHex(ip)}${frame === undefined ? '' : placeWords(frame)}`),
    // The instruction of a signal that was sent says nothing.
    instruction === undefined || facts.code <= 0 ? undefined : labelled('Code', instructionText(instruction)),
    labelled('Fault Type', `${code.title} (${code.name})${from}`),
    access === undefined ? undefined : labelled('Access', access),
    labelled('Cause', diagnosis.summary),
    ...diagnosis.details.map((words) => `${' '.repeat(LABEL)}${words}`),
    facts.handled ? labelled('Handled', 'the program has a handler for this signal, and goes on') : undefined,
    executable === undefined ? undefined : labelled('Executable', safeText(executable)),
    commandLine === undefined ? undefined : labelled('Command Line', commandLine.map(quoted).join(' ')),
    labelled('User', `${facts.uid}, group ${facts.gid}`),
    parentPid === 0 ? undefined : labelled('Parent', `${parentPid}${parentComm === '' ? '' : ` (${safeText(parentComm)})`}`),
    cgroup === undefined ? undefined : labelled('Cgroup', safeText(cgroup)),
    detail === 'full' ? undefined : labelled('Left out', detail === 'brief' ? 'everything else: memory is short' : 'symbols and stack: memory is short'),
  ];
  return lines.filter((line) => line !== undefined);
}

/** As a shell would take it. */
function quoted(argument: string): string {
  const text = safeText(argument);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** ` (function+0x23 (/path))` */
function placeWords(frame: Frame): string {
  const module = frame.module === undefined ? '' : `${safeText(frame.module)}${frame.moduleDeleted === true ? ' (deleted)' : ''}`;
  if (frame.symbol !== undefined) return ` (${symbolWords(frame)}${module === '' ? '' : ` (${module})`})`;
  return module === '' ? '' : ` (${module}${frame.fileOffset === undefined ? '' : `+${hex(frame.fileOffset)}`})`;
}

const symbolWords = ({ symbol = '', symbolOffset }: Frame): string => `${safeText(symbol)}${symbolOffset === undefined ? '' : `+${hex(symbolOffset)}`}`;

function registerLines({ context }: CrashReport): string[] {
  const { facts, bits } = context;
  const shown = registersOf(facts.registers).map(({ name, value, text }) =>
    name === 'eflags' ? `eflags=${text}` : `${name}=${bits === 64 ? paddedHex(value) : hex(value)}`,
  );
  const lines: string[] = [];
  for (let at = 0; at < shown.length; at += 3)
    lines.push(
      shown
        .slice(at, at + 3)
        .map((text) => text.padEnd(27))
        .join(' ')
        .trimEnd(),
    );
  return [`Registers (${bits === 64 ? 'x86_64' : 'i386'}):`, ...indent(1, lines)];
}

function stackLines({ context, stackFailure }: CrashReport): string[] {
  const { frames, unwindEnd, facts } = context;
  if (stackFailure !== undefined) return [`Stack Trace: it cannot be unwound: ${safeText(stackFailure)}`];
  const real = frames.filter(({ inlined }) => !inlined).length;
  const width = String(frames.length - 1).length;
  const lines = frames.map((frame, number) => {
    const address = frame.inlined ? '(inlined)'.padEnd(18) : paddedHex(frame.address);
    const place = placeWords(frame).slice(2, -1);
    const source = frame.file === undefined ? '' : ` at ${safeText(frame.file)}${frame.line === undefined ? '' : `:${frame.line}`}`;
    return `${`#${number}`.padEnd(width + 2)} ${address} ${place === '' ? '??' : place}${source}`;
  });
  return [
    `Stack Trace (${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}):`,
    ...indent(1, [...lines, ...endWords(unwindEnd, real, facts.stackComplete)]),
  ];
}

function endWords(end: string | undefined, frames: number, complete: boolean): string[] {
  if (end === 'limit') return [`… more than ${frames} (--max-stack-depth)`];
  if (end === 'unreadableStack') return [complete ? '… the stack cannot be read any further' : '… the stack goes on beyond what was copied of it'];
  if (end === 'noUnwindInfo') return ['… no unwind information for this code'];
  return end === 'noProgress' ? ['… the stack is damaged: it leads back to itself'] : [];
}

function memory({ context }: CrashReport, verbose: boolean): string[] {
  return memoryNear(context, verbose).flatMap(({ registers, address, mapping, piece }) => [
    `Memory near ${registers.join(', ')} (${mapping ?? 'no known mapping holds it'}):`,
    ...indent(1, memoryLines(piece, address)),
  ]);
}

function mappings({ context }: CrashReport, verbose: boolean): string[] {
  const { facts, mappings: known } = context;
  const { all } = known;
  if (all.length === 0) return [];
  const { lines, origin } = faultNeighbours(context, verbose);
  return [
    `Mappings (${verbose ? all.length : `around the ${facts.address === undefined ? 'instruction' : 'fault address'}, of ${all.length}`}${origin}):`,
    ...indent(
      1,
      lines.map(({ mapping, mark, text }) => `${mark} ${mapping === undefined ? text : mappingLine(mapping)}`),
    ),
  ];
}

function lastCallLines({ context }: CrashReport): string[] {
  const { lastCalls } = context;
  if (lastCalls.length === 0) return [];
  return [
    `Last System Calls (${lastCalls.length}):`,
    ...indent(
      1,
      lastCalls.map(({ text }) => safeText(text)),
    ),
  ];
}

/** `2024-02-15 10:35:12.789`, in the time zone of the reader. */
export function localTime(realtimeNs: bigint): string {
  const date = new Date(Number(realtimeNs / 1_000_000n));
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
