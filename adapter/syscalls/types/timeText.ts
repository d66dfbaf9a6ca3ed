/** Dates behind times: `/* 2023-11-14T22:13:20.000000005+0000 *\/`, in the time zone of the reader. */
import type { Emitter } from '../../decode/emitter.js';
import { shown } from './valueType.js';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Beyond these a Date has no meaning. */
const MAX_SECONDS = 8.64e12;

let cachedSecond = Number.NaN;
let cachedDate = '';
let cachedZone = '';

function fill(seconds: number): void {
  const date = new Date(seconds * 1000);
  const west = date.getTimezoneOffset();
  cachedSecond = seconds;
  cachedDate = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}T${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
  cachedZone = `${west > 0 ? '-' : '+'}${pad(Math.floor(Math.abs(west) / 60), 2)}${pad(Math.abs(west) % 60, 2)}`;
}

/** A date without fraction: `2023-11-14T22:13:20+0000`; undefined for times that have none. */
export function dateText(seconds: number | bigint): string | undefined {
  const second = Number(seconds);
  if (second === 0 || Math.abs(second) > MAX_SECONDS) return undefined;
  if (second !== cachedSecond) fill(second);
  return `${cachedDate}${cachedZone}`;
}

/** The date as a comment. None for the time 0 and for a fraction that is not below one second. `digits`: 9 for nanoseconds, 6 for microseconds, 0 for no fraction. */
export function timeComment(out: Emitter, seconds: number | bigint, fraction: number | bigint, digits: 6 | 9 | 0): void {
  const second = Number(seconds);
  const part = Number(fraction);
  if ((second === 0 && part === 0) || part < 0 || part >= 10 ** digits || Math.abs(second) > MAX_SECONDS) return;
  if (second !== cachedSecond) fill(second);
  out.comment(`${cachedDate}${part === 0 ? '' : `.${pad(part, digits)}`}${cachedZone}`);
}

/** Seconds with their date as a comment. */
export const datedSeconds = shown('time_t', 'klong', (out, value) => {
  out.decimal(value);
  timeComment(out, value, 0, 0);
});
