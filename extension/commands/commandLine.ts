/** Splits a command line into words as a shell does: quotes and backslashes; no expansion of anything. */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let inWord = false;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote === undefined && /\s/.test(char)) {
      if (inWord) words.push(word);
      word = '';
      inWord = false;
      continue;
    }
    inWord = true;
    if (char === quote) quote = undefined;
    else if (quote === undefined && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && quote !== "'" && at + 1 < line.length) word += escaped(line.charAt(++at), quote);
    else word += char;
  }
  if (inWord) words.push(word);
  return words;
}

/** Between double quotes a backslash only escapes these (POSIX Shell Command Language, 2.2.3). */
function escaped(char: string, quote: '"' | undefined): string {
  return quote === undefined || '$`"\\'.includes(char) ? char : `\\${char}`;
}
