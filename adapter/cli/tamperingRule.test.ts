import { describe, expect, it } from 'vitest';
import { parseSyscallSet } from '../filter/syscallSet.js';
import { encodeTampering, type TamperRule } from '../plan/tampering.js';
import { parseTampering, tamperingRemarks } from './tamperingRule.js';

const inject = (text: string): TamperRule[] => parseTampering('inject', text, parseSyscallSet);
const first = (text: string): TamperRule => {
  const [rule] = inject(text);
  if (rule === undefined) throw new Error(`${text}: no rule`);
  return rule;
};

describe('T15: rules of injection', () => {
  it.each([
    ['close:error=1', { first: 1, last: 0xffff_ffff, step: 1 }],
    ['close:error=1:when=3', { first: 3, last: 0xffff_ffff, step: 0 }],
    ['close:error=1:when=3+', { first: 3, last: 0xffff_ffff, step: 1 }],
    ['close:error=1:when=3+4', { first: 3, last: 0xffff_ffff, step: 4 }],
    ['close:error=1:when=3..9', { first: 3, last: 9, step: 1 }],
    ['close:error=1:when=3..9+', { first: 3, last: 9, step: 1 }],
    ['close:error=1:when=3..9+2', { first: 3, last: 9, step: 2 }],
    ['close:when=7:error=1:when=2', { first: 2, last: 0xffff_ffff, step: 0 }],
  ])('%s', (text, when) => {
    expect(first(text).when).toEqual(when);
  });

  it.each([
    ['0', 0n],
    ['010', 8n],
    ['0x7f', 127n],
    ['18446744073709551615', -1n],
    ['-2', -2n],
  ])('retval=%s', (text, value) => {
    expect(first(`close:retval=${text}`).result).toEqual({ value, failed: false });
  });

  it('names calls of all ABIs by their own numbers', () => {
    const { syscalls, replacement } = first('getuid,getuid32:error=EPERM:syscall=getpid');
    expect([...syscalls.x86_64]).toEqual([102]);
    expect([...syscalls.i386].sort((a, b) => a - b)).toEqual([24, 199]);
    expect(replacement).toMatchObject({ x86_64: 39, i386: 20 });
  });

  it('writes only to what the call has as arguments', () => {
    const pokes = inject('close,read:poke_enter=@arg1=aa,@arg3=bbcc');
    const of = (nr: number) => pokes.find(({ syscalls }) => syscalls.x86_64.has(nr))?.pokeEnter?.map(({ arg, data }) => [arg, ...data]);
    expect(of(3)).toEqual([[0, 0xaa]]);
    expect(of(0)).toEqual([
      [0, 0xaa],
      [2, 0xbb, 0xcc],
    ]);
  });

  it('fault is ENOSYS', () => {
    expect(parseTampering('fault', 'close', parseSyscallSet)[0]?.result).toEqual({ value: -38n, failed: true });
  });

  it('remarks on results that look like errors', () => {
    expect(tamperingRemarks(inject('close:retval=-5'))).toEqual(['Inadvertent injection of error 5 is possible for retval=18446744073709551611']);
    expect(tamperingRemarks(inject('close:retval=-5000'))).toEqual([]);
  });

  it('refuses more than a backend holds', () => {
    const rule = first('close:error=1');
    expect(() => encodeTampering(Array.from({ length: 1025 }, () => rule))).toThrow(RangeError);
    expect(() => encodeTampering([{ ...rule, pokeExit: [{ arg: 0, data: new Uint8Array(65537) }] }])).toThrow(RangeError);
  });
});
