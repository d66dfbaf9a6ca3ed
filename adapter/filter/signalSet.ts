import { signalName } from '../syscalls/types/sigset.js';
import { parseWordSet } from './wordSet.js';

const LAST_SIGNAL = 64;
const numbers = Array.from({ length: LAST_SIGNAL }, (_, index) => index + 1);
const byName = new Map(numbers.map((signo) => [signalName(signo) ?? '', signo]));

/** The number of `SIGINT`, `int`, `2` or `rt_3`; undefined for no signal. */
export function signalNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) >= 1 && Number(word) <= LAST_SIGNAL ? Number(word) : undefined;
  const upper = word.toUpperCase();
  return byName.get(upper) ?? byName.get(`SIG${upper}`);
}

/** The signals that `-e signal=` names. @throws UnknownWord */
export const parseSignalSet = (text: string): ReadonlySet<number> => parseWordSet(text, numbers, signalNumber);
