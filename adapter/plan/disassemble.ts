/** Turns an encoded plan back into readable text: for tests and for looking at what a backend is asked to do. */
import { type AbiName, abis } from '../record/layout.js';
import { opcodes, operandSources, PLAN_MAGIC, PLAN_VERSION } from './op.js';

const INDENT = '  ';

/** One line for each syscall that has a selection or operations, its operations indented below. Throws RangeError for words that are no plan. */
export function disassemblePlan(plan: Uint32Array): string {
  const at = (index: number): number => {
    const word = plan[index];
    if (word === undefined) throw new RangeError(`plan ends before word ${index}`);
    return word;
  };
  if (at(0) !== PLAN_MAGIC || at(1) !== PLAN_VERSION) throw new RangeError('not a plan of this version');
  const lines: string[] = [];
  let head = 2;
  for (const abi of (Object.keys(abis) as AbiName[]).sort((a, b) => abis[a] - abis[b])) {
    const count = at(head);
    lines.push(`${abi}: ${count} numbers, others ${at(head + 1)}`);
    head += 2;
    for (let nr = 0; nr < count; nr++, head += 7) {
      const phases = (['entry', 'exit', 'always'] as const).map((name, index) => [name, at(head + 1 + 2 * index), at(head + 2 + 2 * index)] as const);
      if (at(head) === 0 && phases.every(([, , words]) => words === 0)) continue;
      lines.push(`${nr}: selection ${at(head)}`);
      for (const [name, start, words] of phases) {
        if (words > 0) lines.push(`${INDENT}${name}`, ...opLines(plan.subarray(start, start + words), 2));
      }
    }
  }
  return lines.join('\n');
}

/** The lines of a list of operations. */
export function opLines(words: Uint32Array, depth = 0): string[] {
  const lines: string[] = [];
  const word = (index: number): number => words[index] ?? 0;
  for (let at = 0; at < words.length; ) {
    const length = word(at + 1);
    if (length < 2 || at + length > words.length) throw new RangeError(`operation at word ${at} has length ${length}`);
    lines.push(...oneOp(words.subarray(at, at + length), depth));
    at += length;
  }
  return lines;
}

function oneOp(op: Uint32Array, depth: number): string[] {
  const word = (index: number): number => op[index] ?? 0;
  const indent = INDENT.repeat(depth);
  const operand = (index: number): string => operandText(word(index), word(index + 1));
  switch (word(0)) {
    case opcodes.copy: {
      const factor = word(6) === 1 ? '' : ` × ${word(6)}`;
      const plus = word(7) === 0 ? '' : ` + ${word(7)}`;
      return [`${indent}copy ${operand(2)} length ${operand(4)}${factor}${plus} cap ${word(8)}`, ...opLines(op.subarray(9), depth + 1)];
    }
    case opcodes.cstr:
      return [`${indent}cstr ${operand(2)} cap ${word(4)}`];
    case opcodes.strv:
      return [`${indent}strv ${operand(2)} max ${word(4)} cap ${word(5)}`];
    case opcodes.each:
      return [`${indent}each ${operand(2)} count ${operand(4)} stride ${word(6)} max ${word(7)}`, ...opLines(op.subarray(8), depth + 1)];
    case opcodes.switch: {
      const lines = [`${indent}switch ${operand(2)}${word(4) === 0xffff_ffff ? '' : ` & 0x${word(4).toString(16)}`}`];
      let at = 6;
      for (let left = word(5); left > 0; left--) {
        lines.push(`${indent}${INDENT}case 0x${word(at).toString(16)}`, ...opLines(op.subarray(at + 2, at + 2 + word(at + 1)), depth + 2));
        at += 2 + word(at + 1);
      }
      if (at < op.length) lines.push(`${indent}${INDENT}otherwise`, ...opLines(op.subarray(at), depth + 2));
      return lines;
    }
    case opcodes.fd:
      return [`${indent}fd ${operand(2)}${word(4) === 0 ? '' : ' details'}`];
    case opcodes.netlink: {
      const otherwise = opLines(op.subarray(5 + word(4)), depth + 1);
      return [
        `${indent}netlink ${operand(2)}`,
        ...opLines(op.subarray(5, 5 + word(4)), depth + 1),
        ...(otherwise.length === 0 ? [] : [`${indent}otherwise`, ...otherwise]),
      ];
    }
    case opcodes.interfaces:
      return [`${indent}interfaces`];
    case opcodes.namespaces:
      return [`${indent}namespaces of ${word(2) === 0 ? 'the task' : 'the child'}`];
    default:
      throw new RangeError(`unknown operation ${word(0)}`);
  }
}

function operandText(head: number, value: number): string {
  const size = (head >>> 8) & 0xff;
  const up = head >>> 16;
  const outer = up === 0 ? '' : ` up ${up}`;
  switch (head & 0xff) {
    case operandSources.arg:
      return `arg${value}`;
    case operandSources.ret:
      return 'ret';
    case operandSources.constant:
      return String(value);
    case operandSources.field:
      return `field u${size * 8} at ${value}${outer}`;
    case operandSources.here:
      return `here + ${value}${outer}`;
    case operandSources.sp:
      return `sp + ${value}`;
    default:
      throw new RangeError(`unknown operand source ${head & 0xff}`);
  }
}
