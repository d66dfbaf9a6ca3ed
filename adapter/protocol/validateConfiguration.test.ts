import { expect, test } from 'vitest';
import { attachFields, launchFields } from './launchConfiguration.js';
import { validateConfiguration } from './validateConfiguration.js';

const problemsOf = (fields: typeof launchFields | typeof attachFields, given: unknown) => {
  const result = validateConfiguration(fields, given);
  return result.ok ? [] : result.problems.map(({ code, field }) => `${code} ${field}`);
};

test('U1: a launch configuration gets its defaults', () => {
  const result = validateConfiguration(launchFields, { program: '/bin/ls', type: 'syscall-trace', __sessionId: 'x' });
  expect(result).toEqual({
    ok: true,
    configuration: {
      program: '/bin/ls',
      args: [],
      cwd: undefined,
      env: {},
      stopOnEntry: false,
      console: 'internalConsole',
      killOnExit: false,
      trace: 'all',
      followForks: true,
      print: 'errors',
      sourceLines: true,
      stack: 'all',
      sourceMap: {},
      sourceFolders: [],
      debuginfod: false,
      record: undefined,
      maximumSize: 4096,
    },
  });
});

test('U1: every bad field is named once, with what was expected', () => {
  const bad = {
    program: '',
    args: 'one',
    env: { 'A=B': 'x' },
    stopOnEntry: 'yes',
    console: 'externalTerminal',
    trace: 7,
    maximumSize: -1,
    cwd: 'a\0b',
  };
  expect(problemsOf(launchFields, bad)).toEqual([
    'wrongType program',
    'wrongType args',
    'notAllowed cwd',
    'wrongType env',
    'wrongType stopOnEntry',
    'wrongType console',
    'wrongType trace',
    'wrongType maximumSize',
  ]);
  const result = validateConfiguration(launchFields, bad);
  expect(result.ok ? '' : result.problems[5]?.message).toBe('"console" must be "internalConsole" or "integratedTerminal", not "externalTerminal"');
});

test('U1: what is not an object is a configuration without fields', () => {
  for (const given of [undefined, null, 7, 'x', []]) expect(problemsOf(launchFields, given)).toEqual(['missing program']);
});

test('U1: a pid may be a number or the string that pickProcess returns', () => {
  for (const pid of [42, '42', ' 42 ']) expect(validateConfiguration(attachFields, { pid })).toMatchObject({ ok: true, configuration: { pid: 42 } });
  for (const pid of [0, -1, 1.5, '', 'x', '4e2', 1 << 23, {}]) expect(problemsOf(attachFields, { pid })).toEqual(['wrongType pid']);
});
