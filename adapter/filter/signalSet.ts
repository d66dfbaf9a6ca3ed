import { signalName } from '../syscalls/types/sigset.js';
import { parseWordSet } from './wordSet.js';

const LAST_SIGNAL = 64;
/** Numbers up to here may be named, though no signal has them: strace takes them so. */
const LAST_NUMBER = 255;
const numbers = Array.from({ length: LAST_SIGNAL }, (_, index) => index + 1);
const byName = new Map(numbers.map((signo) => [signalName(signo) ?? '', signo]));

/** The number of `SIGINT`, `int`, `2` or `rt_3`; undefined for what names none. */
export function signalNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) <= LAST_NUMBER ? Number(word) : undefined;
  const upper = word.toUpperCase();
  return byName.get(upper) ?? byName.get(`SIG${upper}`);
}

/** The signals that `-e signal=` names. @throws UnknownWord */
export const parseSignalSet = (text: string): ReadonlySet<number> => parseWordSet(text, numbers, signalNumber);
