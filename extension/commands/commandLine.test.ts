import { expect, it } from 'vitest';
import { splitCommandLine } from './commandLine.js';

it('splits a command line as a shell does', () => {
  expect(splitCommandLine('  ls -l  /tmp ')).toEqual(['ls', '-l', '/tmp']);
  expect(splitCommandLine(`sh -c 'echo "a  b"' ""`)).toEqual(['sh', '-c', 'echo "a  b"', '']);
  expect(splitCommandLine(String.raw`a\ b "c\"d\n" 'e\f' g\\`)).toEqual(['a b', String.raw`c"d\n`, String.raw`e\f`, 'g\\']);
  expect(splitCommandLine('')).toEqual([]);
});
