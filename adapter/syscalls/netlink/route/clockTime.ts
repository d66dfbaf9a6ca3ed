import { integer, type Payload } from '../payload.js';

/** USER_HZ of every Linux on x86: what the kernel gives as clock_t. */
const TICKS_PER_SECOND = 100;

/** Ticks of the user’s clock, with the seconds that they are. */
export const clockTime: Payload = integer(
  'u8',
  (out, ticks) => {
    out.decimal(ticks);
    const whole = BigInt(ticks);
    const hundredths = (whole % BigInt(TICKS_PER_SECOND)).toString().padStart(2, '0');
    if (whole !== 0n && out.options.constants !== 'raw') out.comment(`${whole / BigInt(TICKS_PER_SECOND)}.${hundredths} s`);
  },
  'u64',
);
