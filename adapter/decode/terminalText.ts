/** Text that others made (names of files, processes and symbols) as it may go to a terminal. */

/** Control characters, lone surrogates, line separators, and what turns the direction of text or is not seen. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** `text` on one line, with `\x1b` or `\u202e` for what a terminal would obey or hide. */
export function safeText(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/**
 * What JSON.stringify leaves as it is though a terminal obeys it or shows it as nothing: DEL, the C1 controls (U+009B begins
 * escape sequences as ESC [ does), line separators, and what turns the direction of text.
 */
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** An object as JSON on one line that a terminal can show. */
export function safeJson(value: object): string {
  return JSON.stringify(value).replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
