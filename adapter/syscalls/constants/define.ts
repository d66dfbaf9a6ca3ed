/** How a set of constants is written down in this folder’s tables. Values come from the headers (generate/constants.ts). */
export interface SetDefinition {
  /** What strace prints beside a value that no name covers: `O_???`. */
  readonly unknown: string;
  /** Headers, as in `#include <…>`, that define the names. `NAME=VALUE` defines a macro: a feature test, or a constant that only kernel sources have. */
  readonly headers: readonly string[];
  /** The names in the order in which they are tried and printed. */
  readonly names: readonly string[];
}

/** `headers` and `names` are lists separated by white space. */
export function set(unknown: string, headers: string, names: string): SetDefinition {
  return { unknown, headers: words(headers), names: words(names) };
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
