import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFailurePictures } from './failurePictures.js';
import { buildSamples, lineWith, sampleFolder } from './samplePrograms.js';
import { SyscallsPage } from './syscallsPage.js';
import { Workbench } from './workbench.js';

describe('F5 on the crashing sample', () => {
  let workbench: Workbench;
  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    buildSamples();
    workbench = await Workbench.open({ folder: sampleFolder });
    await workbench.startDebugging('Trace the crash');
  });
  afterAll(() => workbench?.close());

  it('U6: shows the exception widget at the line that crashed', async () => {
    const widget = workbench.page.locator('.exception-widget');
    await widget.waitFor();
    expect(await widget.textContent()).toContain('SIGSEGV');
    await workbench.editorTab('crash.c').waitFor();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('crash.c', 'atoi(setting->value)'));
  });

  it('U5: shows the call stack, and a click on a frame opens its line', async () => {
    const frames = workbench.page.locator('.debug-call-stack .monaco-list-row');
    await frames.filter({ hasText: 'read_number' }).waitFor();
    await frames.filter({ hasText: 'start_server' }).click();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('crash.c', 'read_number("timeout")'));
    await frames.filter({ hasText: 'main' }).first().click();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('crash.c', '  start_server();'));
  });

  it('U10: marks the signal in the Syscalls view, and says that the program is halted', async () => {
    const syscalls = new SyscallsPage(workbench);
    await syscalls.row('SIGSEGV').first().waitFor();
    expect(await syscalls.toolbar.getAttribute('class')).toContain('halted');
  });

  it('U4: Stop ends the program and the session', async () => {
    await workbench.page.keyboard.press('Shift+F5');
    await new SyscallsPage(workbench).ended();
  });
});
