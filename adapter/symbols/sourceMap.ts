import type { SourceFinder } from './sourceFinder.js';

/** Where sources lie that were compiled elsewhere (S7): `from` is how paths in debug information begin, `to` takes its place. */
export interface SourceMapRule {
  readonly from: string;
  readonly to: string;
}

/**
 * Puts paths of debug information where the sources are: by rules, of which the one with the longest `from` counts, and then
 * by searching for what is not there.
 */
export class SourceMap {
  readonly #rules: readonly SourceMapRule[];
  readonly #known = new Map<string, string>();

  constructor(
    rules: readonly SourceMapRule[],
    private readonly finder?: SourceFinder,
  ) {
    this.#rules = rules.map(({ from, to }) => ({ from: withoutSlash(from), to: withoutSlash(to) })).sort((a, b) => b.from.length - a.from.length);
  }

  /** `file` itself when no rule fits. Only whole parts of a path fit: `/build/src` says nothing of `/build/src2`. */
  apply(file: string): string {
    if (this.#rules.length === 0 && this.finder === undefined) return file;
    let mapped = this.#known.get(file);
    if (mapped === undefined) {
      mapped = this.#ruled(file);
      mapped = this.finder?.find(mapped) ?? mapped;
      if (this.#known.size >= maxKnown) this.#known.clear();
      this.#known.set(file, mapped);
    }
    return mapped;
  }

  /** To be awaited before `apply` for files that may have to be searched for. */
  async prepare(files: Iterable<string>): Promise<void> {
    if (this.finder === undefined) return;
    const unknown: string[] = [];
    for (const file of new Set(files)) if (!this.#known.has(file)) unknown.push(this.#ruled(file));
    await this.finder.prepare(unknown);
  }

  #ruled(file: string): string {
    const rule = this.#rules.find(({ from }) => file === from || file.startsWith(`${from}/`));
    return rule === undefined ? file : `${rule.to}${file.slice(rule.from.length)}`;
  }
}

const maxKnown = 10_000;

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Reads `FROM=TO`; undefined when it is not of that form. A `=` in FROM cannot be written. */
export function sourceMapRule(text: string): SourceMapRule | undefined {
  const equals = text.indexOf('=');
  if (equals <= 0 || equals === text.length - 1) return undefined;
  return { from: text.slice(0, equals), to: text.slice(equals + 1) };
}
