/** What a key does in a list. */
export type ListAction =
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'activate'; readonly index: number; readonly strongly: boolean }
  | { readonly kind: 'copy'; readonly index: number };

export interface ListPosition {
  readonly selected: number | undefined;
  readonly count: number;
  /** Rows in view. */
  readonly page: number;
  /** First row in view: where a selection begins. */
  readonly first: number;
}

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Undefined for a key that is not the list’s. */
export function listKey({ key, ctrlKey, metaKey, altKey }: PressedKey, { selected, count, page, first }: ListPosition): ListAction | undefined {
  if (count === 0 || altKey) return undefined;
  const control = ctrlKey || metaKey;
  if (key === 'Enter') return selected === undefined ? undefined : { kind: 'activate', index: selected, strongly: control };
  if (control && key.toLowerCase() === 'c') return selected === undefined ? undefined : { kind: 'copy', index: selected };
  const target = moved(key, selected, page, first, count);
  if (target === undefined || (control && key !== 'Home' && key !== 'End')) return undefined;
  return { kind: 'select', index: Math.min(Math.max(target, 0), count - 1) };
}

function moved(key: string, selected: number | undefined, page: number, first: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return selected === undefined ? first : selected + 1;
    case 'ArrowUp':
      return selected === undefined ? first : selected - 1;
    case 'PageDown':
      return (selected ?? first) + page;
    case 'PageUp':
      return (selected ?? first) - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
