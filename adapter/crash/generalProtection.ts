/** Causes of a general protection fault: the processor refuses an address or an instruction, and names no address (SI_KERNEL). */
import { accessWords, operandRegisters, pointerHint, registerWords } from './accessWords.js';
import { callWords } from './callWords.js';
import type { CrashContext } from './crashContext.js';
import { type Diagnosis, diagnosis } from './diagnosis.js';
import { hex } from './hex.js';
import { instructionText } from './instruction.js';
import { isCanonical, registerNamed } from './operand.js';

/** Instructions of SSE and AVX whose operand in memory must be aligned to its size (Intel SDM, "MOVAPS" and others). */
const aligned =
  /^v?(mov(aps|apd|dqa|dqa32|dqa64|ntps|ntpd|ntdq|ntdqa)|(add|sub|mul|div|min|max|sqrt|and|andn|or|xor)(ps|pd)|p[a-z]+|cvt[a-z0-9]+|unpck[lh]p[sd]|shufp[sd])$/;
/** Operands of AVX need no alignment but for the moves that say so. */
const alignedAvx = /^vmov(aps|apd|dqa|dqa32|dqa64|ntps|ntpd|ntdq|ntdqa)$/;

export function generalProtection(context: CrashContext): Diagnosis {
  const { instruction, failing, operands, facts, ip } = context;
  if (!isCanonical(ip)) return badTarget(ip, 'The program jumped to', context);
  if (instruction === undefined) return diagnosis('generalProtection', `General protection fault at ${hex(ip)}: the processor refused the instruction there.`);
  if (instruction.privileged)
    return diagnosis('privilegedInstruction', `Privileged instruction: “${instructionText(instruction)}” may be executed by the kernel only.`);
  if (failing !== undefined && !isCanonical(failing.address)) {
    const hint = operandRegisters(failing, facts.registers)
      .map(({ value }) => pointerHint(value))
      .find((words) => words !== undefined);
    const shown = registerWords(failing, facts.registers);
    return diagnosis(
      'nonCanonical',
      `Non-canonical address: ${accessWords(context)} at ${hex(failing.address)}, which is no address at all (bits 47 to 63 must be equal).`,
      shown === '' ? undefined : `The address comes from ${shown}.`,
      hint,
    );
  }
  const target = targetOf(context);
  if (target !== undefined && !isCanonical(target))
    return badTarget(target, instruction.flow === 'return' ? 'The return goes to' : 'The program wanted to jump to', context);
  const misplaced = operands.find(({ operand, address }) => operand.bytes >= 16 && address % BigInt(operand.bytes) !== 0n);
  const needsAlignment = instruction.mnemonic.startsWith('v') ? alignedAvx.test(instruction.mnemonic) : aligned.test(instruction.mnemonic);
  if (misplaced !== undefined && needsAlignment) {
    const { base } = misplaced.operand;
    const onStack = base === 'rsp' || base === 'rbp';
    return diagnosis(
      'misaligned',
      `Misaligned SSE access: “${instructionText(instruction)}” needs an address that is a multiple of ${misplaced.operand.bytes}, and ${hex(misplaced.address)} is none.`,
      onStack ? 'The stack is not aligned to 16 bytes as the ABI demands: look for assembly code or a wrong function type among the callers.' : undefined,
    );
  }
  return diagnosis('generalProtection', `General protection fault: the processor refused “${instructionText(instruction)}”.`);
}

/** Where a return, jump or call goes. */
function targetOf({ instruction, operands, facts, memory, sp, bits }: CrashContext): bigint | undefined {
  if (instruction === undefined) return undefined;
  if (instruction.flow === 'return') return memory.number(sp, bits === 64 ? 8 : 4);
  if (instruction.target !== undefined) return registerNamed(facts.registers, instruction.target);
  const [slot] = instruction.flow === 'none' ? [] : operands;
  return slot === undefined ? undefined : memory.number(slot.address, bits === 64 ? 8 : 4);
}

function badTarget(target: bigint, words: string, context: CrashContext): Diagnosis {
  const { instruction } = context;
  const overwritten = instruction?.flow === 'return';
  const summary = overwritten ? 'Return address overwritten' : 'Jump to a non-canonical address';
  return diagnosis(
    overwritten ? 'returnOverwritten' : 'badJump',
    `${summary}: ${words[0]?.toLowerCase()}${words.slice(1)} ${hex(target)}, which is no address at all.`,
    overwritten ? 'A write beyond the end of a local array is the usual cause.' : callWords(context),
    pointerHint(target),
  );
}
