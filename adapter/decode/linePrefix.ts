import { escapeTarget } from './escape.js';
import type { LineOptions, Precision } from './lineOptions.js';

const NS = 1_000_000_000;

/** `seconds.fraction` of a duration, cut (not rounded) as strace does. */
export function secondsText(ns: number, precision: Precision, width = 0): string {
  const positive = Math.max(0, ns);
  const whole = Math.floor(positive / NS);
  const text = String(whole).padStart(width);
  return precision === 0 ? text : `${text}.${fraction(positive - whole * NS, precision)}`;
}

function fraction(ns: number, precision: Precision): string {
  return String(Math.floor(ns / 10 ** (9 - precision))).padStart(precision, '0');
}

/** Makes what stands in front of a line: pid, clock, time since the line before, number and instruction pointer. */
export class LinePrefix {
  readonly #options: LineOptions;
  readonly #startSeconds: number;
  readonly #startNs: number;
  #lastNs: number | undefined;
  #clockSecond = -1;
  #clockText = '';

  /** `startRealtimeNs`: CLOCK_REALTIME at time 0. */
  constructor(options: LineOptions, startRealtimeNs: bigint) {
    this.#options = options;
    this.#startSeconds = Number(startRealtimeNs / BigInt(NS));
    this.#startNs = Number(startRealtimeNs % BigInt(NS));
  }

  /** `ip` is undefined where there is none to show; `nr` is that of the task’s latest call, undefined before it. */
  text(tid: number, several: boolean, timeNs: number, nr: number | undefined, ip: number | bigint | undefined): string {
    const { pidPrefix, clock, relative, showNumber, showIp, decode } = this.#options;
    let text = '';
    const name = pidPrefix === 'none' ? undefined : decode.pidName?.(tid, true);
    const suffix = name === undefined ? '' : `<${escapeTarget(name, decode.hexStrings)}>`;
    if (pidPrefix === 'column') text = `${String(tid).padEnd(5)}${suffix} `;
    else if (pidPrefix === 'always' || (pidPrefix === 'auto' && several)) text = `[pid ${String(tid).padStart(5)}${suffix}] `;
    if (clock.format !== 'none') text += `${this.#clock(timeNs)} `;
    if (relative !== undefined) {
      const since = secondsText(timeNs - (this.#lastNs ?? timeNs), relative, 6);
      this.#lastNs = timeNs;
      text += clock.format === 'none' ? `${since} ` : `(+${since}) `;
    }
    if (showNumber) text += `[${nr === undefined ? '????' : String(nr).padStart(4)}] `;
    if (showIp) text += `[${ip === undefined ? '????????????????' : ip.toString(16).padStart(16, '0')}] `;
    return text;
  }

  #clock(timeNs: number): string {
    const { format, precision } = this.#options.clock;
    const sum = this.#startNs + timeNs;
    const second = this.#startSeconds + Math.floor(sum / NS);
    if (second !== this.#clockSecond) {
      this.#clockSecond = second;
      this.#clockText = format === 'unix' ? String(second) : localTime(second);
    }
    return precision === 0 ? this.#clockText : `${this.#clockText}.${fraction(((sum % NS) + NS) % NS, precision)}`;
  }
}

/** `HH:MM:SS` of a time in seconds since the epoch. */
function localTime(second: number): string {
  const date = new Date(second * 1000);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
