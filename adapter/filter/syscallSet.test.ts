import { describe, expect, it } from 'vitest';
import { parseSyscallSet, SyscallSet } from './syscallSet.js';

const X86_64 = 0;
const I386 = 1;
const X32 = 2;
const nr = { read: 0, write: 1, open: 2, close: 3, brk: 12, openat: 257, execve: 59 };

describe('T8: sets of syscalls', () => {
  it('by name, number, list', () => {
    const set = parseSyscallSet('open,openat,3,');
    expect([nr.open, nr.openat, nr.close, nr.read].map((n) => set.has(X86_64, n))).toEqual([true, true, true, false]);
    expect(set.has(I386, 5)).toBe(true);
    expect(set.has(X86_64, 4000)).toBe(false);
  });

  it('negated: numbers without a name are in', () => {
    const set = parseSyscallSet('!read,write');
    expect([nr.read, nr.write, nr.open, 4000].map((n) => set.has(X86_64, n))).toEqual([false, false, true, true]);
  });

  it('all and none', () => {
    expect(parseSyscallSet('all').isAll).toBe(true);
    expect(parseSyscallSet('!none')).toBe(SyscallSet.all);
    expect(parseSyscallSet('!all')).toBe(SyscallSet.none);
    expect(parseSyscallSet('none').has(X86_64, 0)).toBe(false);
    expect(parseSyscallSet('none').isAll).toBe(false);
  });

  it('by regular expression', () => {
    const set = parseSyscallSet('/^(open|exec)[[:alpha:]]+$');
    expect([nr.open, nr.openat, nr.execve].map((n) => set.has(X86_64, n))).toEqual([false, true, true]);
    expect(parseSyscallSet('?/nothing_like_it').has(X86_64, nr.open)).toBe(false);
    expect(() => parseSyscallSet('/nothing_like_it')).toThrow("invalid system call '/nothing_like_it'");
    expect(() => parseSyscallSet('/f(o')).toThrow(/invalid regular expression 'f\(o'/);
  });

  it('of one ABI', () => {
    const set = parseSyscallSet('read@64,write@32,brk@x32');
    expect([set.has(X86_64, 0), set.has(I386, 3), set.has(I386, 4), set.has(X86_64, 1), set.has(X32, 12), set.has(X86_64, 12)]).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(() => parseSyscallSet('read@99')).toThrow("incorrect personality designator '99' in qualification 'read@99'");
  });

  it('refuses what is no syscall, unless it is asked politely', () => {
    for (const [text, shown] of [
      ['foo', 'foo'],
      ['read,foo,bar', 'foo'],
      ['%foo', '%foo'],
      ['', ''],
      ['!', '!'],
      ['99999', '99999'],
      ['foo@32', 'foo@32'],
      ['@64', '@64'],
      ['all,none', 'none'],
    ] as const) {
      expect(() => parseSyscallSet(text), text).toThrow(`invalid system call '${shown}'`);
    }
    expect(parseSyscallSet('?foo,read').has(X86_64, nr.read)).toBe(true);
  });

  it('by class', () => {
    const set = parseSyscallSet('%file');
    expect([set.has(X86_64, nr.openat), set.has(X86_64, nr.read)]).toEqual([true, false]);
  });
});
