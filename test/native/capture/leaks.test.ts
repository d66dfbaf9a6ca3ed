/** LeakSanitizer over whole sessions, in a process that ends in order: Node's own leaks are not ours to judge. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { program } from '../programs.js';

const preload = process.env.SYSCALL_TRACE_PRELOAD;

it.runIf(preload !== undefined)('T14: sessions leave no memory behind (in the sanitized build only)', () => {
  const run = spawnSync(process.execPath, [path.resolve(import.meta.dirname, 'leakProbe.mjs'), program('spawner')], {
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, LD_PRELOAD: preload ?? '', ASAN_OPTIONS: 'detect_leaks=1:exitcode=23', LSAN_OPTIONS: 'max_leaks=0' },
  });
  expect(run.stdout).toBe('done\n');
  const leaks = run.stderr.split('\n\n').filter((report) => /leak of \d+ byte/.test(report));
  expect(leaks.filter((report) => report.includes('syscall_trace.node'))).toEqual([]);
});
