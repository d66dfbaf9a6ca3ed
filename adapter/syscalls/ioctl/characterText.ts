/** One character as C writes it: `'a'`, `'\n'`, `'\x1b'`. */
const named: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 39: "\\'", 92: '\\\\' };

/** `value`: 0 to 255. `escapes`: whether control characters have their short names. */
export function characterText(value: number, escapes = true): string {
  const printable = value >= 0x20 && value < 0x7f;
  const text = (escapes || printable ? named[value] : undefined) ?? (printable ? String.fromCharCode(value) : `\\x${value.toString(16).padStart(2, '0')}`);
  return `'${text}'`;
}
