/** Dates behind times: `/* 2023-11-14T22:13:20.000000005+0000 *\/`, in the time zone of the reader. */
import type { Emitter } from '../../decode/emitter.js';
import { shown } from './valueType.js';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** The calendar repeats after 400 years. */
const CYCLE_YEARS = 400;
const CYCLE_SECONDS = 12_622_780_800;
/** Years that strftime(3) can tell: counted from 1900 they fit an int. */
const FIRST_SECOND = -67_768_040_609_740_800n;
const LAST_SECOND = 67_768_036_191_676_799n;
const isDate = (seconds: number | bigint): boolean => seconds >= FIRST_SECOND && seconds <= LAST_SECOND;

let cachedSecond: number | bigint = Number.NaN;
let cachedDate = '';
let cachedZone = '';

/** A Date reaches some 275,000 years only: others are found in the cycle that begins in 1970. */
function fill(seconds: number | bigint): void {
  const exact = BigInt(seconds);
  let cycles = exact / BigInt(CYCLE_SECONDS);
  if (cycles * BigInt(CYCLE_SECONDS) > exact) cycles -= 1n;
  if (typeof seconds === 'number' && Math.abs(seconds) < CYCLE_SECONDS) cycles = 0n;
  const date = new Date(Number(exact - cycles * BigInt(CYCLE_SECONDS)) * 1000);
  const year = (date.getFullYear() + Number(cycles) * CYCLE_YEARS) | 0;
  const west = date.getTimezoneOffset();
  cachedSecond = seconds;
  cachedDate = `${year}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}T${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
  cachedZone = `${west > 0 ? '-' : '+'}${pad(Math.floor(Math.abs(west) / 60), 2)}${pad(Math.abs(west) % 60, 2)}`;
}

/** A date without fraction: `2023-11-14T22:13:20+0000`; undefined for times that have none. */
export function dateText(seconds: number | bigint): string | undefined {
  if (seconds === 0 || !isDate(seconds)) return undefined;
  if (seconds !== cachedSecond) fill(seconds);
  return `${cachedDate}${cachedZone}`;
}

/** The date as a comment. None for the time 0 and for a fraction that is not below one second. `digits`: 9 for nanoseconds, 6 for microseconds, 0 for no fraction. */
export function timeComment(out: Emitter, seconds: number | bigint, fraction: number | bigint, digits: 6 | 9 | 0): void {
  const part = Number(fraction);
  if ((seconds === 0 && part === 0) || part < 0 || part >= 10 ** digits || !isDate(seconds)) return;
  if (seconds !== cachedSecond) fill(seconds);
  out.comment(`${cachedDate}${part === 0 ? '' : `.${pad(part, digits)}`}${cachedZone}`);
}

/** Seconds with their date as a comment. */
export const datedSeconds = shown('time_t', 'klong', (out, value) => {
  out.decimal(value);
  timeComment(out, value, 0, 0);
});
