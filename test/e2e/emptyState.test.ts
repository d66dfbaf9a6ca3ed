import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workbench } from './workbench.js';

describe('a window in which nothing was traced yet', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open({ folder: path.resolve(import.meta.dirname, '../programs/sample') });
  });
  afterAll(() => workbench?.close());

  it('U21: says what the extension is for and offers the first steps', async () => {
    await workbench.activityBarIcon('Syscall Trace').click();
    const view = workbench.page.locator('.part.sidebar .welcome-view').first();
    await view.getByRole('button', { name: 'Trace a Program' }).waitFor();
    expect(await view.textContent()).toContain('each system call as it happens');
  });

  it('U21: opens a file of the workspace and shows where the cursor is', async () => {
    await workbench.openFile('crash.c');
    await workbench.openFileAt('crash.c', 27);
    await expect.poll(() => workbench.cursorLine()).toBe(27);
  });

  it('U1: offers the launch configurations of the workspace', async () => {
    for (const name of ['Trace the tour', 'Trace the crash']) {
      await workbench.launchConfiguration(name);
      await workbench.page.keyboard.press('Escape');
    }
  });

  it('U21: runs commands by their names', async () => {
    await workbench.runCommand('View: Show Run and Debug');
    await workbench.page.locator('.part.sidebar').getByText('Run and Debug').first().waitFor();
  });
});
