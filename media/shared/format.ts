/** How numbers look in the views. */

/** Time since the trace began: seconds with microseconds, as all rows align then. */
export function formatTime(timeNs: number): string {
  return (timeNs / 1e9).toFixed(6);
}

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

/** A duration with three digits of precision and its unit. */
export function formatDuration(durationNs: number): string {
  for (const [size, unit] of units) {
    // Rounding must not make 1000 of the smaller unit.
    if (durationNs >= size * 0.9995) return `${threeDigits(durationNs / size)} ${unit}`;
  }
  return `${Math.round(durationNs)} ns`;
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

const counts = new Intl.NumberFormat();

/** A count with the separators of the user’s language. */
export const formatCount = (count: number): string => counts.format(count);

/** Puts values into the places `{0}`, `{1}` … of a translated text. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
}
