import { describe, expect, it } from 'vitest';
import { RowScroll } from './rowScroll.js';

function scroll(rows: number, viewHeight = 100): RowScroll {
  const it = new RowScroll(20, 10_000);
  it.resize(rows, viewHeight);
  return it;
}

describe('U10: rows in view', () => {
  it('shows whole and partial rows of a short list', () => {
    const list = scroll(10);
    expect(list.visible()).toEqual({ first: 0, end: 5 });
    list.barMovedTo(30);
    expect(list.top).toBe(30);
    expect(list.visible()).toEqual({ first: 1, end: 7 });
    expect(list.isScaled).toBe(false);
  });

  it('never makes the element higher than a browser can', () => {
    const list = scroll(50_000_000);
    expect(list.contentHeight).toBe(10_000);
    expect(list.isScaled).toBe(true);
    list.barMovedTo(10_000 - 100);
    expect(list.visible()).toEqual({ first: 49_999_995, end: 50_000_000 });
    expect(list.isAtEnd).toBe(true);
    list.barMovedTo(0);
    expect(list.top).toBe(0);
  });

  it('reaches every row of a scaled list by small moves', () => {
    const list = scroll(50_000_000);
    list.moveTo(500_000_000);
    const bar = list.barTop;
    list.moveTo(list.top + 20);
    expect(list.visible().first).toBe(25_000_001);
    // What the browser reports back for the bar does not undo the move.
    list.barMovedTo(Math.round(list.barTop));
    expect(list.visible().first).toBe(25_000_001);
    expect(list.barTop).toBeCloseTo(bar, 2);
  });

  it('reveals a row by the smallest move', () => {
    const list = scroll(100);
    list.reveal(50);
    expect(list.visible()).toEqual({ first: 46, end: 51 });
    list.reveal(48);
    expect(list.visible().first).toBe(46);
    list.reveal(3);
    expect(list.visible().first).toBe(3);
  });

  it('stays within a list that shrinks, and with an empty one', () => {
    const list = scroll(100);
    list.moveToEnd();
    list.resize(2, 100);
    expect(list.top).toBe(0);
    list.resize(0, 100);
    expect(list.visible()).toEqual({ first: 0, end: 0 });
    expect(list.barTop).toBe(0);
  });
});
