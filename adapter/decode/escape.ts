/** How strace writes bytes between quotes. */
import type { HexStrings } from './emitter.js';

const hexEscapes: readonly string[] = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, '0')}`);

/** Printed as itself or by a letter. '' for bytes that need an octal escape. */
const plain: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const letters: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };
  return letters[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '');
});
const shortOctal: readonly string[] = Array.from({ length: 256 }, (_, byte) => `\\${byte.toString(8)}`);
const longOctal: readonly string[] = Array.from({ length: 256 }, (_, byte) => `\\${byte.toString(8).padStart(3, '0')}`);

/** Whether -x shows these bytes in hex: some are neither printable nor white space. */
function isBinary(data: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index++) if (plain[data[index] ?? 0] === '') return true;
  return false;
}

const isOctalDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 55;

/** The first `length` bytes of `data`, escaped, without quotes. */
export function escapeBytes(data: Uint8Array, length: number, hex: HexStrings): string {
  let text = '';
  if (hex === 'all' || (hex === 'nonAscii' && isBinary(data, length))) {
    for (let index = 0; index < length; index++) text += hexEscapes[data[index] ?? 0];
    return text;
  }
  for (let index = 0; index < length; index++) {
    const byte = data[index] ?? 0;
    const own = plain[byte];
    if (own !== '') text += own;
    else if (hex === 'nonAsciiChars') text += hexEscapes[byte];
    else text += index + 1 < length && isOctalDigit(data[index + 1]) ? longOctal[byte] : shortOctal[byte];
  }
  return text;
}

/** Lone surrogates that stand for bytes that are no UTF-8, as in Python: U+DC80 + (byte − 0x80). */
const SURROGATE_BASE = 0xdc00;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** The text of a path. Bytes that are no UTF-8 become lone surrogates, from which escapeTarget finds them again. */
export function pathText(data: Uint8Array): string {
  try {
    return strictUtf8.decode(data);
  } catch {
    return String.fromCharCode(...Array.from(data, (byte) => (byte < 0x80 ? byte : SURROGATE_BASE + byte)));
  }
}

/** A surrogate that no other precedes. */
const loneByte = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

function pathBytes(text: string): Uint8Array {
  if (!loneByte.test(text)) return encoder.encode(text);
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

/** The target of a descriptor between `<` and `>`, which are escaped inside. */
export function escapeTarget(target: string, hex: HexStrings): string {
  const data = pathBytes(target);
  const text = escapeBytes(data, data.length, hex);
  return text.includes('<') || text.includes('>') ? text.replace(/[<>]/g, (bracket) => (bracket === '<' ? '\\74' : '\\76')) : text;
}
