/** Sets as strace’s qualifiers write them: `[!]VALUE[,VALUE]…`, `all`, `none`. */

/** A word of a set that means nothing. `word` is it. */
export class UnknownWord extends Error {
  override readonly name = 'UnknownWord';
  constructor(readonly word: string) {
    super(`unknown word '${word}'`);
  }
}

/**
 * The members of `universe` that `text` names. `find` gives the member for a word.
 * @throws UnknownWord
 */
export function parseWordSet<T>(text: string, universe: readonly T[], find: (word: string) => T | undefined): ReadonlySet<T> {
  const inverted = text.startsWith('!');
  const rest = inverted ? text.slice(1) : text;
  const named = new Set<T>();
  if (rest === 'all') for (const member of universe) named.add(member);
  else if (rest !== 'none') {
    for (const word of rest.split(',')) {
      const member = find(word);
      if (member === undefined) throw new UnknownWord(word);
      named.add(member);
    }
  }
  return inverted ? new Set(universe.filter((member) => !named.has(member))) : named;
}
