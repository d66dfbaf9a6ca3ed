import { expect, test } from 'vitest';
import { syscallNumbers } from '../syscalls/generated/numbers.gen.js';
import { verifyFunctionBreakpoints } from './breakpoints.js';

test('U4: breakpoints are names, classes or patterns of system calls', () => {
  const { answers, halting } = verifyFunctionBreakpoints([{ name: 'openat' }, { name: ' /^epoll_wait$ ' }, { name: 'no_such_call' }, { name: 'a,b' }]);
  expect(answers.map(({ verified }) => verified)).toEqual([true, true, false, false]);
  expect(answers[2]?.message).toBe("invalid system call 'no_such_call'");
  const halts = Object.entries(syscallNumbers.x86_64).filter(([nr]) => halting.has(0, Number(nr)));
  expect(halts.map(([, name]) => name).sort()).toEqual(['epoll_wait', 'openat']);
});

test('U4: without breakpoints nothing halts', () => {
  expect(verifyFunctionBreakpoints([]).halting.has(0, 0)).toBe(false);
});
