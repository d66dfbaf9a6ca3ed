import { expect, it } from 'vitest';
import { Tail } from './tail.js';

function setUp() {
  const here = new Set<number>();
  const asked: [number, number][] = [];
  const ends: number[] = [];
  const tail = new Tail({
    rowsInView: () => 3,
    ask: (first, end) => asked.push([first, end]),
    isHere: (index) => here.has(index),
    advance: (count) => ends.push(count),
  });
  const arrive = (first: number, end: number) => {
    for (let index = first; index < end; index++) here.add(index);
    tail.answered();
  };
  return { tail, arrive, asked, ends };
}

it('U10: live tail moves on to rows that are here, however fast the trace grows', () => {
  const { tail, arrive, asked, ends } = setUp();
  tail.growTo(100);
  expect(asked).toEqual([[96, 100]]);
  tail.growTo(5000);
  tail.growTo(9000);
  expect(ends).toEqual([]);
  arrive(96, 100);
  // On to the newest of those that came meanwhile.
  expect(ends).toEqual([100]);
  expect(asked.at(-1)).toEqual([8996, 9000]);
  arrive(8996, 9000);
  expect(ends).toEqual([100, 9000]);
});

it('goes on when rows are refused, and waits for all of them', () => {
  const { tail, arrive, ends } = setUp();
  tail.growTo(10);
  arrive(6, 8);
  expect(ends).toEqual([]);
  tail.refused();
  expect(ends).toEqual([10]);
  tail.refused();
  expect(ends).toEqual([10]);
});

it('begins anew with another trace', () => {
  const { tail, arrive, ends } = setUp();
  tail.growTo(10);
  tail.reset(0);
  arrive(6, 10);
  expect(ends).toEqual([]);
  tail.growTo(2);
  arrive(0, 2);
  expect(ends).toEqual([2]);
});
