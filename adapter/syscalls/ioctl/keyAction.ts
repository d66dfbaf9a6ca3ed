/** What a key does: a type and a value (linux/keyboard.h), as `K_ENTER` or `K(KT_LATIN, 'a')`. */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { type Named, shown, type ValueType } from '../types/valueType.js';
import { characterText } from './characterText.js';

const names = new Map<number, string>();
for (const [name, value] of constants.kd_keys.entries) if (!names.has(value)) names.set(value, name);
const typeNames = new Map<number, string>(constants.kd_key_types.entries.map(([name, value]) => [value, name]));
/** The types whose values are characters. */
const characterTypes: ReadonlySet<number> = new Set<number>(
  constants.kd_key_types.entries.filter(([name]) => /^KT_(LATIN|META|LETTER|DEAD2)$/.test(name)).map(([, value]) => value),
);

function actionText(value: number): string {
  const [type, low] = [value >>> 8, value & 0xff];
  const name = names.get(value);
  if (name !== undefined && !characterTypes.has(type)) return name;
  const lowText = characterTypes.has(type) ? characterText(low) : hexText(low);
  return `K(${typeNames.get(type) ?? hexText(type)}, ${lowText})`;
}

const hexText = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`);

/** The number, and in a comment what it stands for. */
export const keyAction: Named<ValueType> = shown('key action', 'u16', (out: Emitter, value) => {
  const number = Number(value);
  out.hex(number);
  if (out.options.constants !== 'raw') out.comment(actionText(number));
});

/** The number of a function key’s string: `KVAL(K_F1)`. */
const FUNCTION = 0x100;
export const keyFunction: Named<ValueType> = shown('function key', 'u8', (out: Emitter, value) => {
  const name = names.get(FUNCTION + Number(value));
  out.symbol(value, name === undefined ? undefined : `KVAL(${name})`, 'KVAL(K_???)');
});
