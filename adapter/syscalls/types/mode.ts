/** st_mode: file type and permission bits. */
import { type Emitter, type FlagSetView, MODE_DIGITS } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { shown } from './valueType.js';

const S_IFMT = 0o170000;

const modeSet: FlagSetView = {
  unknown: '',
  entries: constants.mode_bits.entries,
  parts: [{ mask: S_IFMT, unknown: '', entries: constants.mode_types.entries }],
};

export const fileType = (mode: number): number => mode & S_IFMT;

/** `S_IFREG|0644`; a type without a name shows as one octal number. */
export function showMode(out: Emitter, mode: number): void {
  const type = fileType(mode);
  if (type !== 0 && !constants.mode_types.entries.some(([, value]) => value === type)) out.octal(mode, MODE_DIGITS);
  else out.flags(mode, modeSet, 'octal');
}

export const fileMode = shown('mode_t', 'u32', (out, value) => showMode(out, Number(value)));
export const fileMode16 = shown('mode_t', 'u16', (out, value) => showMode(out, Number(value)));

const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
/** Whether such a file has a device number. */
export const isDevice = (mode: number): boolean => fileType(mode) === S_IFCHR || fileType(mode) === S_IFBLK;
