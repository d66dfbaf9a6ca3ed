/** Commands that hold a parameter in their number: the length of a buffer (`EVIOCGNAME(32)`), or what is asked for (`EVIOCGABS(ABS_X)`). */
import type { TypeLike } from './command.js';
import { commandNumber, commandSize } from './commandCodes.js';

export interface CommandPattern {
  /** Commands of which the bits in `mask` are `code`. */
  readonly mask: number;
  readonly code: number;
  /** `EVIOCGNAME(32)` */
  name(code: number): string;
  /** The argument’s type; absent for a number in hex. */
  readonly arg?: TypeLike;
}

const READ = 2;
const WRITE = 1;
export const directions = { read: READ, write: WRITE, readWrite: READ | WRITE } as const;

/** All but the size. */
const WITHOUT_SIZE = 0xc000_ffff;

const head = (direction: number, type: string, number: number): number => ((direction << 30) | (type.charCodeAt(0) << 8) | number) >>> 0;

/** `NAME(size)`, whatever the size. */
export const sized = (name: string, direction: number, type: string, number: number, arg?: TypeLike): CommandPattern => ({
  mask: WITHOUT_SIZE,
  code: head(direction, type, number),
  name: (code) => `${name}(${commandSize(code)})`,
  ...(arg === undefined ? {} : { arg }),
});

/** `NAME(x)` of `count` numbers from `first` on; `count` is a power of two. `text` shows x. */
export const numbered = (
  name: string,
  direction: number,
  type: string,
  first: number,
  count: number,
  text: (index: number, code: number) => string,
  arg?: TypeLike,
): CommandPattern => ({
  mask: (WITHOUT_SIZE & ~(count - 1)) >>> 0,
  code: head(direction, type, first),
  name: (code) => `${name}(${text(commandNumber(code) & (count - 1), code)})`,
  ...(arg === undefined ? {} : { arg }),
});

export const matches = (pattern: CommandPattern, code: number): boolean => (code & pattern.mask) >>> 0 === pattern.code;
