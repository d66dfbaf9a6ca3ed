import { describe, expect, it } from 'vitest';
import { PageCache } from './pageCache.js';

interface Item {
  readonly text: string;
  readonly done: boolean;
}

const cache = (pageLimit = 3, pendingLimit = 9) => new PageCache<Item>(({ done }) => done, 4, pageLimit, pendingLimit);
const items = (count: number, done = true): Item[] => Array.from({ length: count }, (_, at) => ({ text: String(at), done }));

describe('U10: pages of rows', () => {
  it('asks once for each page in view', () => {
    const pages = cache();
    expect(pages.request(2, 9)).toEqual([
      { start: 0, count: 4 },
      { start: 4, count: 4 },
      { start: 8, count: 4 },
    ]);
    expect(pages.request(2, 9)).toEqual([]);
    pages.fill(4, items(4));
    expect(pages.get(5)?.text).toBe('1');
    expect(pages.get(0)).toBeUndefined();
    expect(pages.request(4, 8)).toEqual([]);
  });

  it('keeps the pages used last', () => {
    const pages = cache();
    for (const start of [0, 4, 8]) pages.fill(start, items(4));
    pages.request(0, 4);
    pages.fill(12, items(4));
    expect([0, 4, 8, 12].map((index) => pages.get(index) !== undefined)).toEqual([true, false, true, true]);
  });

  it('asks again for pages that were not full or not settled when the trace went on', () => {
    const pages = cache();
    pages.fill(0, items(4));
    pages.fill(4, items(4, false));
    pages.fill(8, items(2));
    expect(pages.request(0, 12)).toEqual([]);
    pages.outdate();
    expect(pages.request(0, 12).map(({ start }) => start)).toEqual([4, 8]);
    // The old rows are shown meanwhile.
    expect(pages.get(5)).toBeDefined();
  });

  it('asks everything again of another source', () => {
    const pages = cache();
    pages.fill(0, items(4));
    pages.request(4, 8);
    pages.outdateAll();
    expect(pages.request(0, 8).map(({ start }) => start)).toEqual([0, 4]);
  });

  it('takes what becomes known about a row', () => {
    const pages = cache();
    pages.fill(0, items(4));
    pages.change(2, (item) => ({ ...item, text: 'new' }));
    pages.change(99, () => ({ text: 'none', done: true }));
    expect([1, 2, 99].map((index) => pages.get(index)?.text)).toEqual(['1', 'new', undefined]);
  });

  it('bounds the requests under way', () => {
    const pages = cache(9, 2);
    expect(pages.request(0, 40)).toHaveLength(2);
    expect(pages.request(80, 120)).toHaveLength(0);
    pages.fill(0, items(4));
    expect(pages.request(80, 120).map(({ start }) => start)).toEqual([80]);
  });

  it('does not ask again for what was refused before the trace goes on', () => {
    const pages = cache();
    pages.request(0, 4);
    pages.fail(0);
    expect(pages.request(0, 4)).toEqual([]);
    pages.outdate();
    expect(pages.request(0, 4)).toHaveLength(1);
  });
});
