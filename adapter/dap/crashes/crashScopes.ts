/** What a debugger shows of a crash beside its stack: the fault, the process, registers and mappings. */
import { Scope, Variable } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CrashReport } from '../../crash/crashReport.js';
import { describeCode } from '../../crash/faultCodes.js';
import { paddedHex } from '../../crash/hex.js';
import { instructionText } from '../../crash/instruction.js';
import { mappingLine } from '../../crash/mappingWords.js';
import { faultNeighbours } from '../../crash/memoryNear.js';
import { memoryReference } from '../memoryReference.js';
import { registersScope } from '../scopes.js';
import type { VariableReferences } from '../variableReferences.js';

type Row = readonly [name: string, value: string | undefined, address?: bigint | undefined];

/** `level`: of the frame that is asked about; 0 is the innermost. */
export function crashScopes(report: CrashReport, level: number, references: VariableReferences): DebugProtocol.Scope[] {
  const { facts } = report.context;
  return [
    rowsScope('Fault', faultRows(report), facts.pid, references),
    registersScope(facts.registers, facts.pid, level, references),
    rowsScope('Mappings Around the Fault', mappingRows(report), facts.pid, references),
    rowsScope('Process', processRows(report), facts.pid, references),
  ];
}

function rowsScope(name: string, rows: readonly Row[], pid: number, references: VariableReferences): DebugProtocol.Scope {
  const variables = rows.flatMap(([label, value, address]): DebugProtocol.Variable[] => {
    if (value === undefined) return [];
    const variable: DebugProtocol.Variable = new Variable(label, value);
    if (address !== undefined) variable.memoryReference = memoryReference(pid, address);
    return [variable];
  });
  const scope: DebugProtocol.Scope = new Scope(
    name,
    references.add({ count: variables.length, list: (start, count) => variables.slice(start, start + count) }),
  );
  scope.namedVariables = variables.length;
  return scope;
}

function faultRows({ context, diagnosis }: CrashReport): Row[] {
  const { facts, signal, access, instruction, ip } = context;
  const code = describeCode(signal, facts.code);
  return [
    ['cause', diagnosis.summary],
    ...diagnosis.details.map((words, index): Row => [`because ${index + 1}`, words]),
    ['signal', signal],
    ['code', `${code.title} (${code.name})`],
    ['address', facts.address === undefined ? undefined : paddedHex(facts.address), facts.address],
    ['access', access],
    ['instruction', instruction === undefined || facts.code <= 0 ? undefined : instructionText(instruction), ip],
    ['sender', facts.senderPid === undefined ? undefined : String(facts.senderPid)],
    ['handled', facts.handled ? 'yes: the program has a handler and went on' : undefined],
  ];
}

function mappingRows({ context }: CrashReport): Row[] {
  return faultNeighbours(context, false).lines.map(({ mapping, mark, text }, index) => [
    mark.trim() === '' ? String(index) : `${index} ${mark}`,
    mapping === undefined ? text : mappingLine(mapping),
    mapping?.start,
  ]);
}

function processRows({ context: { facts, lastCalls } }: CrashReport): Row[] {
  const { pid, tid, comm, executable, commandLine, uid, gid, parentPid, parentComm, cgroup } = facts;
  return [
    ['pid', String(pid)],
    ['tid', String(tid)],
    ['name', comm],
    ['executable', executable],
    ['command line', commandLine?.join(' ')],
    ['user', `${uid}, group ${gid}`],
    ['parent', parentPid === 0 ? undefined : `${parentPid} (${parentComm})`],
    ['cgroup', cgroup],
    ...lastCalls.map(({ text }, index): Row => [`call ${index - lastCalls.length}`, text]),
  ];
}
