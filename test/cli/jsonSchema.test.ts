import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import schema from '../../adapter/export/trace.schema.json' with { type: 'json' };
import { ours, temporaryFolder } from './runCli.js';

const folder = temporaryFolder();
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** The types of events and values that were met, so that a test can say that it has seen them. */
function check(args: readonly string[]): Set<string> {
  ours(['trace', '--json', '-o', 'events', ...args], folder);
  const lines = readFileSync(join(folder, 'events'), 'utf8').trim().split('\n');
  const types = new Set<string>();
  for (const line of lines) {
    const event: unknown = JSON.parse(line, (key, value: unknown) => {
      if (key === 'type' && typeof value === 'string') types.add(value);
      return value;
    });
    expect(validate(event), `${line}\n${JSON.stringify(validate.errors?.slice(-2))}`).toBe(true);
  }
  return types;
}

/** One for each kind of structure: messages, nested attributes, arrays that change, signal sets, ioctl. */
const programs = [
  'files',
  'io',
  'network',
  'ipcControl',
  'siginfo',
  'signals',
  'polling',
  'time',
  'prctl',
  'process',
  'memory',
  'bpf',
  'uring',
  'netlinkMessages',
  'terminals',
];

describe('T12: every line of --json is as its schema says', () => {
  it.each([
    [['-f', '-yy', 'sh', '-c', 'cat /etc/passwd | wc -l; cd /no/where; kill -USR1 $$']],
    [['-v', '-f', '-X', 'raw', 'ls', '-la', '/']],
    [['-N', '-e', 'raw=openat', '-e', 'verbose=none', 'cat', '/etc/hostname']],
    [['-f', '-s', '3', '-xx', '--decode-pids=comm,pidns,container,cgroup', '--namespace=new', 'sh', '-c', 'cat /etc/passwd | wc -l']],
    [['-f', 'node', '-e', "require('net').createServer().listen(0, '127.0.0.1', function () { this.close() })"]],
  ])('%j', (args) => {
    expect([...check(args)]).toEqual(expect.arrayContaining(['syscall', 'exit', 'int', 'string', 'flags']));
  });

  it('of programs that make odd calls: every form of value is met', () => {
    const types = new Set<string>();
    for (const program of programs) {
      const binary = join(folder, program);
      const source = join(import.meta.dirname, `../programs/families/${program}.c`);
      expect(spawnSync('gcc', ['-w', '-o', binary, source, '-lrt', '-lpthread']).status).toBe(0);
      for (const type of check(['-v', '-yy', binary])) types.add(type);
    }
    const forms = schema.$defs.value.oneOf.map(({ properties }) => properties.type.const);
    expect([...types]).toEqual(expect.arrayContaining(forms));
  }, 120_000);
});
