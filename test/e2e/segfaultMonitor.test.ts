import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runningHelpers } from '../crash/helperProcess.js';
import { whyNot } from '../crash/watch.js';
import { keepFailurePictures } from './failurePictures.js';
import { buildSamples, lineWith, sampleFolder } from './samplePrograms.js';
import { Workbench } from './workbench.js';

const reason = await whyNot();
const readmePictures = path.resolve(import.meta.dirname, '../../media/readme');

describe.skipIf(reason !== undefined)(`U9: the segfault monitor${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let workbench: Workbench;
  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    buildSamples();
    workbench = await Workbench.open({ folder: sampleFolder, settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false } });
  });
  afterAll(() => workbench?.close());

  /** Other programs of the machine may crash meanwhile. */
  const ownCrash = () =>
    workbench.page
      .locator('.part.sidebar .monaco-list-row')
      .filter({ hasText: 'SIGSEGV' })
      .filter({ hasText: `crash.c:${lineWith('crash.c', 'atoi(setting->value)')}` })
      .first();
  const callStack = () => workbench.page.locator('.debug-call-stack .monaco-list-row');

  it('U9: is attached by its command, and says that it watches', async () => {
    await workbench.runCommand('Syscall Trace: Attach Segfault Monitor');
    await workbench.page.locator('[id*="syscallTrace.crashes"].statusbar-item').waitFor();
  });

  it('U9: a crash made elsewhere appears with its place, and a notice that can be ignored', async () => {
    const { signal } = spawnSync('sh', ['-c', 'ulimit -c 0; exec "$0"', path.join(sampleFolder, 'build/crash')], { stdio: 'ignore' });
    expect(signal).toBe('SIGSEGV');
    await ownCrash().waitFor();
    await workbench.page.locator('.part.sidebar').getByText('Watching: no crash so far').waitFor({ state: 'hidden' });
    await workbench.page.locator('.notification-toast').getByText('crashed with SIGSEGV').first().waitFor();
    await workbench.screenshot('crashes-list');
  });

  it('U9, U6: opening it shows the stack, the cause, and the source line', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await ownCrash().click();
    await workbench.page.locator('.exception-widget').waitFor();
    expect(await workbench.page.locator('.exception-widget').textContent()).toMatch(/null pointer/i);
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('crash.c', 'atoi(setting->value)'));
    await callStack().filter({ hasText: 'start_server' }).waitFor();
    const picture = await workbench.screenshot('segfault-monitor');
    if (process.env.UPDATE_PICTURES === '1') {
      mkdirSync(readmePictures, { recursive: true });
      copyFileSync(picture, path.join(readmePictures, 'segfault-monitor.png'));
    }
  });

  it('U9: clicking a frame lands on its line', async () => {
    await callStack().filter({ hasText: 'start_server' }).click();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('crash.c', 'read_number("timeout")'));
  });

  it('U9: stops when it is told to', async () => {
    await workbench.runCommand('Syscall Trace: Stop the Segfault Monitor');
    await workbench.page.locator('[id*="syscallTrace.crashes"].statusbar-item').waitFor({ state: 'hidden' });
  });

  it('U9: leaves no helper behind when the editor is killed', async () => {
    const before = new Set(runningHelpers());
    await workbench.runCommand('Syscall Trace: Attach Segfault Monitor');
    await workbench.page.locator('[id*="syscallTrace.crashes"].statusbar-item').waitFor();
    const own = runningHelpers().filter((pid) => !before.has(pid));
    expect(own).toHaveLength(1);
    workbench.kill();
    await expect.poll(() => runningHelpers().filter((pid) => own.includes(pid))).toEqual([]);
  });
});
