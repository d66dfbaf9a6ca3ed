import { expect, test } from 'vitest';
import type { Frame } from './frame.js';
import { sourceOfCall } from './sourceOfCall.js';

function frame(module: string, file?: string, line = 1): Frame {
  return { quality: file === undefined ? 'symbol' : 'source', address: 1n, inlined: false, module, ...(file === undefined ? {} : { file, line }) };
}

const libc = frame('/usr/lib/x86_64-linux-gnu/libc.so.6', './io/../sysdeps/unix/sysv/linux/write.c', 26);
const main = frame('/home/me/program', '/home/me/program.c', 7);

test('T17: the innermost frame with source of the program itself', () => {
  const helper = frame('/home/me/program', '/home/me/helper.c', 3);
  expect(sourceOfCall([libc, helper, main])).toBe(helper);
});

test.each([
  ['libc with source by an absolute path', frame('/lib/x86_64-linux-gnu/libc-2.31.so', '/home/me/glibc/io/write.c')],
  ['the loader', frame('/lib64/ld-linux-x86-64.so.2', '/home/me/glibc/elf/rtld.c')],
  ['the vdso', frame('[vdso]', '/home/me/linux/lib/vdso.c')],
  ['a library without source', frame('/usr/lib/x86_64-linux-gnu/libstdc++.so.6')],
  ['a header that was inlined', frame('/home/me/program', '/usr/include/c++/12/bits/stl_algo.h')],
  ['Rust’s standard library', frame('/home/me/program', '/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/std/src/io/mod.rs')],
])('T17: %s is passed over', (_, passedOver) => {
  expect(sourceOfCall([passedOver, main])).toBe(main);
});

test('T17: a library of the user’s own whose name begins like libc counts', () => {
  const own = frame('/home/me/libcalls.so', '/home/me/calls.c');
  expect(sourceOfCall([own, main])).toBe(own);
});

test('T17: no frame has source', () => {
  expect(sourceOfCall([libc, frame('/usr/bin/true')])).toBeUndefined();
  expect(sourceOfCall([])).toBeUndefined();
});
