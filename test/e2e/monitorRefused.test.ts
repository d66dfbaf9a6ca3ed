import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helperPath } from '../../adapter/capture/crashMonitor.js';
import { whyNot } from '../crash/watch.js';
import { keepFailurePictures } from './failurePictures.js';
import { sampleFolder } from './samplePrograms.js';
import { Workbench } from './workbench.js';

/** An ordinary user, who owns nothing else on the machine. */
const UID = 54323;
const reason = (await whyNot()) ?? (process.getuid?.() === 0 ? undefined : 'only root can become another user');

describe.skipIf(reason !== undefined)(`U16: without the privilege${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let workbench: Workbench;
  let folder: string;
  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'unprivileged-'));
    chmodSync(folder, 0o755);
    const helper = path.join(folder, 'syscall-trace-bpf-own');
    copyFileSync(helperPath(), helper);
    chmodSync(helper, 0o755);
    const wrapper = path.join(folder, 'syscall-trace-bpf');
    writeFileSync(wrapper, `#!/bin/sh\nexec setpriv --reuid=${UID} --regid=${UID} --clear-groups '${helper}'\n`, { mode: 0o755 });
    workbench = await Workbench.open({ folder: sampleFolder, env: { SYSCALL_TRACE_BPF: wrapper } });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('U16: says what is missing, and offers to grant it, this time or for good', async () => {
    await workbench.runCommand('Syscall Trace: Attach Segfault Monitor');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('CAP_BPF and CAP_PERFMON');
    await workbench.page.keyboard.press('Escape');
    const notice = workbench.page.locator('.notification-toast').filter({ hasText: 'syscall-trace-bpf' });
    await notice.getByRole('button', { name: 'This Time by pkexec' }).waitFor();
    await notice.getByRole('button', { name: 'Copy the Command' }).waitFor();
  });

  it('U16: puts the command into a terminal, for the user to run', async () => {
    const notice = workbench.page.locator('.notification-toast').filter({ hasText: 'syscall-trace-bpf' });
    await notice.getByRole('button', { name: 'Grant in a Terminal (sudo)' }).click();
    const panel = workbench.page.locator('.part.panel');
    await panel.getByText('Syscall Trace: grant').first().waitFor();
    await panel.locator('.terminal-wrapper .xterm-screen').waitFor();
  });
});
