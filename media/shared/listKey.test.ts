import { expect, it } from 'vitest';
import { type ListPosition, listKey, type PressedKey } from './listKey.js';

const at: ListPosition = { selected: 50, count: 100, page: 10, first: 45 };
const press = (key: string, modifiers: Partial<PressedKey> = {}, position: Partial<ListPosition> = {}) =>
  listKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers }, { ...at, ...position });

it('U10: moves the selection by keys, within the list', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'];
  expect(keys.map((key) => press(key))).toEqual([51, 49, 60, 40, 0, 99].map((index) => ({ kind: 'select', index })));
  expect(press('PageDown', {}, { selected: 95 })).toEqual({ kind: 'select', index: 99 });
  expect(press('ArrowDown', {}, { selected: undefined })).toEqual({ kind: 'select', index: 45 });
  expect(press('ArrowDown', {}, { count: 0 })).toBeUndefined();
});

it('U10: opens and copies the selection', () => {
  expect(press('Enter')).toEqual({ kind: 'activate', index: 50, strongly: false });
  expect(press('Enter', { ctrlKey: true })).toEqual({ kind: 'activate', index: 50, strongly: true });
  expect(press('c', { ctrlKey: true })).toEqual({ kind: 'copy', index: 50 });
  expect(press('Enter', {}, { selected: undefined })).toBeUndefined();
});

it('leaves other keys to the editor', () => {
  expect([press('c'), press('ArrowDown', { ctrlKey: true }), press('ArrowUp', { altKey: true }), press('p', { ctrlKey: true })]).toEqual(
    Array(4).fill(undefined),
  );
});
