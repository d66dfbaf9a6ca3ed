/** T6: ioctl: each command that has a name, with arguments of all kinds, succeeding and failing, line by line as strace prints it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grownCommands, newerCommands } from '../../adapter/syscalls/generate/newerCommands.js';
import { ioctlNames } from '../../adapter/syscalls/generated/ioctl.gen.js';
import { commandTable } from '../../adapter/syscalls/ioctl/ioctl.js';
import { runBoth } from './runBoth.js';

/** Commands that are newer than strace 6.1: newerCommands.test.ts has them. */
const newerCodes = new Set([...newerCommands.values(), ...grownCommands.map(([, code]) => code)]);

const source = resolve(import.meta.dirname, '../programs/parity/ioctl.c');
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parity-ioctl-'));
  for (const [name, flags] of [['x86_64', []]] as const) {
    const compiled = spawnSync('gcc', ['-O1', ...flags, '-o', join(directory, name), source], { encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(`gcc could not compile ioctl.c: ${compiled.stderr}`);
    const codes = [...new Set([...commandTable.rows(name).keys(), ...Object.keys(ioctlNames[name]).map(Number)])]
      .filter((code) => !newerCodes.has(code))
      .sort((a, b) => a - b);
    writeFileSync(join(directory, `${name}.codes`), codes.map((code) => code.toString(16)).join('\n'));
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Lines that strace 6.1 prints otherwise, with the reason. */
const different: readonly RegExp[] = [
  /PERF_EVENT_IOC_MODIFY_ATTRIBUTES/, // Ours knows what came with later releases.
  /SNDRV_SEQ_IOCTL_USER_PVERSION|0x53, 0x4, 0x4/, // Came with Linux 6.0.
  /VIDIOC_QUERY(CTRL|_EXT_CTRL), \{id=[^1].*flags=/, // V4L2_CTRL_FLAG_DYNAMIC_ARRAY came later.
  /FIDEDUPERANGE.*dest_count=\d{4}/, // More elements than are captured.
  /PERF_EVENT_IOC_QUERY_BPF, \{ids_len=(?!0|1,)/, // More elements than are captured.
];
const comparable = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.includes('ioctl(-1') && !different.some((pattern) => pattern.test(line)));

describe('T6: ioctl by command, as strace prints it', () => {
  for (const abi of ['x86_64'] as const) {
    for (const errno of ['0', '25']) {
      for (const options of [[], ['-v'], ['-X', 'raw', '-s', '1']]) {
        test(`T6: ${abi}, ${errno === '0' ? 'success' : 'failure'} ${options.join(' ')}`, () => {
          const command = [join(directory, abi), errno, join(directory, `${abi}.codes`)];
          const { oursLines, peerLines } = runBoth(['-e', 'trace=ioctl', ...options], command);
          expect(comparable(oursLines)).toEqual(comparable(peerLines));
          expect(comparable(peerLines).length).toBeGreaterThan(25_000);
        }, 60_000);
      }
    }
  }
});
