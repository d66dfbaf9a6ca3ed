import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFailurePictures } from './failurePictures.js';
import { buildSamples, sampleFolder } from './samplePrograms.js';
import { SyscallsPage } from './syscallsPage.js';
import { Workbench } from './workbench.js';

describe('a folder in Restricted Mode', () => {
  let workbench: Workbench;
  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    buildSamples();
    workbench = await Workbench.open({ folder: sampleFolder, trusted: false });
  });
  afterAll(() => workbench?.close());

  it('U16: says why nothing is traced, and offers what is possible', async () => {
    await workbench.activityBarIcon('Syscall Trace').click();
    const welcome = workbench.page.locator('.part.sidebar .welcome-view').first();
    await welcome.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    expect(await welcome.textContent()).toContain('off in Restricted Mode');
    expect(await welcome.getByRole('button', { name: 'Trace a Program' }).count()).toBe(0);
  });

  it('U16: the Syscalls view offers recordings only', async () => {
    await workbench.runCommand('Syscalls: Focus on Syscalls View');
    const syscalls = new SyscallsPage(workbench);
    await syscalls.text('off in Restricted Mode').waitFor();
    await syscalls.text('Open a Recording').waitFor();
    expect(await syscalls.text('Attach to a Process').count()).toBe(0);
  });

  it('U16: a launch asks for trust, and does not happen without it', async () => {
    await workbench.startDebugging('Trace the tour');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toMatch(/trust/i);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await new SyscallsPage(workbench).text('off in Restricted Mode').waitFor();
  });
});
