const ROW = 16;
const HALF = 8;

/** Bytes in rows of 16: ` 00000  68 65 …  hello…`, in strace’s columns, between `before` and `after`; each line with its newline. */
export function hexdump(data: Uint8Array, before: string, after: string): string {
  let text = '';
  for (let at = 0; at < data.length; at += ROW) text += `${before}${at.toString(16).padStart(5, '0')}  ${row(data.subarray(at, at + ROW))}${after}\n`;
  return text;
}

function row(bytes: Uint8Array): string {
  let hex = '';
  let ascii = '';
  for (let index = 0; index < ROW; index++) {
    if (index === HALF) hex += ' ';
    const byte = bytes[index];
    hex += byte === undefined ? '   ' : `${byte.toString(16).padStart(2, '0')} `;
    ascii += byte === undefined ? ' ' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return `${hex} ${ascii}`;
}
