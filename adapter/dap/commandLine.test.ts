import { expect, test } from 'vitest';
import { parseCommandLine } from './commandLine.js';

test('U1: the command line is stdio, a server, a recording, help, or one line of what is wrong', () => {
  expect(parseCommandLine([])).toEqual({ mode: 'stdio' });
  expect(parseCommandLine(['--help'])).toEqual({ mode: 'help' });
  expect(parseCommandLine(['--server', '0'])).toEqual({ mode: 'server', port: 0 });
  expect(parseCommandLine(['--server=4711'])).toEqual({ mode: 'server', port: 4711 });
  expect(parseCommandLine(['--recording', 'a b.sctrace'])).toEqual({ mode: 'recording', path: 'a b.sctrace' });
  for (const bad of [
    ['--recording'],
    ['--recording', 'a', 'b'],
    ['--server'],
    ['--server', 'x'],
    ['--server', '65536'],
    ['--server', '-1'],
    ['--server', '1', '2'],
    ['--port', '1'],
  ])
    expect(parseCommandLine(bad).mode, bad.join(' ')).toBe('bad');
});
