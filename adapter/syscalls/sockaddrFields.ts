/** How fields of socket addresses are shown: a name and a number, a constant or a hardware address. */
import type { Emitter, NumberStyle } from '../decode/emitter.js';
import { showHardware } from './sockaddrParts.js';
import { type ConstantSet, type EnumType, enumeration } from './types/flags.js';

/** Shows one number. */
export type ShowNumber = (out: Emitter, value: number) => void;

export const named = (set: ConstantSet, style: NumberStyle = 'hex'): ShowNumber => {
  const type: EnumType = enumeration(set, 'u32', style).type;
  return (out, value) => type.show(out, value);
};

export function inField(out: Emitter, field: string, show: ShowNumber, value: number): void {
  out.field(field);
  show(out, value);
}
export const hexField = (out: Emitter, field: string, value: number): void => inField(out, field, (to, number) => to.hex(number), value);
export const decimalField = (out: Emitter, field: string, value: number): void => inField(out, field, (to, number) => to.decimal(number), value);
export const hardwareField = (out: Emitter, field: string, bytes: Uint8Array): void => {
  out.field(field);
  showHardware(out, bytes);
};
