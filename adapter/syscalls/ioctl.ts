/** ioctl: commands by name, and the arguments of those that are known. */
import type { Emitter } from '../decode/emitter.js';
import type { AbiName } from '../record/layout.js';
import { type CallTable, call } from './call.js';
import { ioctlNames } from './generated/ioctl.gen.js';
import { terminalCases } from './terminals.js';
import { byArgument } from './types/byArgument.js';
import { fd } from './types/fd.js';
import { hexLong } from './types/ints.js';
import { shown } from './types/valueType.js';

const directions = ['_IOC_NONE', '_IOC_WRITE', '_IOC_READ', '_IOC_READ|_IOC_WRITE'] as const;

/** `TCGETS`, `SNDCTL_TMR_START or TCSETS` where two drivers use one number, or `_IOC(_IOC_READ, 0x78, 0x5, 0x8)`. */
function showCommand(out: Emitter, code: number, abi: AbiName): void {
  const names = ioctlNames[abi][code] ?? ioctlNames.x86_64[code];
  if (names !== undefined) {
    out.symbol(code, names.join(' or '), '');
    return;
  }
  if (!out.beginCall('_IOC', code)) return;
  out.item();
  out.raw(directions[(code >>> 30) & 3] ?? '');
  for (const part of [(code >>> 8) & 0xff, code & 0xff, (code >>> 16) & 0x3fff]) {
    out.item();
    out.hex(part);
  }
  out.endCall();
}

const command = shown('ioctl', 'u32', (out, value, place) => showCommand(out, Number(value), place.call.abi));

export const ioctlCalls: CallTable = {
  ioctl: call(fd('fd'), command('cmd'), byArgument('arg', 1, [...terminalCases], hexLong)).in('desc'),
};
