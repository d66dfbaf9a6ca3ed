/** A crash as one line of JSON (C9); crash.schema.json describes it. */
import { safeJson } from '../decode/terminalText.js';
import type { Frame } from '../symbols/frame.js';
import type { CrashGroup } from './crashGroups.js';
import type { CrashReport } from './crashReport.js';
import { describeCode, faultCode } from './faultCodes.js';
import { hex } from './hex.js';
import { instructionText } from './instruction.js';
import { registersOf } from './registers.js';

export interface JsonOptions {
  readonly registers: boolean;
  readonly stack: boolean;
  readonly verbose: boolean;
}

const faultTypes: Readonly<Record<string, string>> = { SEGV_MAPERR: 'map_error', SEGV_ACCERR: 'access_error' };

/** Ends in a newline. */
export function crashJsonLine(report: CrashReport, group: CrashGroup | undefined, options: JsonOptions): string {
  return `${safeJson(crashObject(report, group, options))}\n`;
}

function crashObject(report: CrashReport, group: CrashGroup | undefined, options: JsonOptions): object {
  const { context, diagnosis, detail, stackFailure } = report;
  const { facts, signal, access, ip, frames, instruction, unwindEnd, mapping, lastCalls } = context;
  const milliseconds = Number(facts.realtimeNs / 1_000_000n);
  const [top] = frames;
  return {
    timestamp: milliseconds,
    time: new Date(milliseconds).toISOString(),
    pid: facts.pid,
    tid: facts.tid,
    comm: facts.comm,
    executable: facts.executable,
    command_line: facts.commandLine,
    uid: facts.uid,
    gid: facts.gid,
    parent_pid: facts.parentPid,
    parent_comm: facts.parentComm,
    cgroup: facts.cgroup,
    signal,
    fault_address: facts.address === undefined ? null : hex(facts.address),
    fault_type: faultTypes[faultCode(signal, facts.code)?.name ?? ''] ?? 'unknown',
    fault_code: describeCode(signal, facts.code).name,
    access: access ?? null,
    handled: facts.handled,
    sender_pid: facts.senderPid,
    instruction_pointer: hex(ip),
    instruction_symbol: top === undefined ? null : symbolText(top),
    instruction: instruction === undefined || facts.code <= 0 ? null : instructionText(instruction),
    cause: { kind: diagnosis.kind, summary: diagnosis.summary, details: diagnosis.details },
    mapping: mapping === undefined ? null : { start: hex(mapping.start), end: hex(mapping.end), permissions: mapping.permissions, name: mapping.name },
    registers: options.registers ? Object.fromEntries(registersOf(facts.registers).map(({ name, value }) => [name, hex(value)])) : undefined,
    stack_trace: options.stack ? frames.map(frameObject) : undefined,
    stack_end: options.stack ? (unwindEnd ?? null) : undefined,
    stack_failure: stackFailure,
    mappings: options.verbose
      ? context.mappings.all.map(({ start, end, permissions, offset, name }) => ({ start: hex(start), end: hex(end), permissions, offset: hex(offset), name }))
      : undefined,
    last_calls: lastCalls.length === 0 ? undefined : lastCalls.map(({ text }) => text),
    group:
      group === undefined
        ? undefined
        : { id: group.id, count: group.count, first_seen: Number(group.firstNs / 1_000_000n), last_seen: Number(group.lastNs / 1_000_000n) },
    detail,
  };
}

function symbolText({ symbol, symbolOffset, module, fileOffset }: Frame): string | null {
  if (symbol !== undefined) return `${symbol}${symbolOffset === undefined ? '' : `+${hex(symbolOffset)}`}`;
  return module === undefined ? null : `${module}${fileOffset === undefined ? '' : `+${hex(fileOffset)}`}`;
}

function frameObject(frame: Frame): object {
  return {
    address: hex(frame.address),
    symbol: frame.symbol ?? null,
    offset: frame.symbolOffset === undefined ? undefined : Number(frame.symbolOffset),
    module: frame.module ?? null,
    module_offset: frame.moduleOffset === undefined ? undefined : hex(frame.moduleOffset),
    build_id: frame.buildId,
    file: frame.file ?? null,
    line: frame.line ?? null,
    inlined: frame.inlined,
  };
}
