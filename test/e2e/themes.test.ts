import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepFailurePictures } from './failurePictures.js';
import { buildSamples, lineWith, sampleFolder } from './samplePrograms.js';
import { SyscallsPage } from './syscallsPage.js';
import { Workbench } from './workbench.js';

/** Pictures go there with UPDATE_PICTURES=1, else only to test-results. */
const readmePictures = path.resolve(import.meta.dirname, '../../media/readme');

const themes = [
  { picture: 'syscalls-light', theme: 'Default Light Modern' },
  { picture: 'syscalls-dark', theme: 'Default Dark Modern' },
  { picture: 'syscalls-high-contrast', theme: 'Default High Contrast' },
] as const;

describe('the views in the themes of the editor', () => {
  let workbench: Workbench | undefined;
  let temporary: string;
  let folder: string;

  // A copy, because pictures show paths.
  beforeAll(() => {
    temporary = mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
    folder = path.join(temporary, 'sample');
    cpSync(sampleFolder, folder, { recursive: true, filter: (source) => path.basename(source) !== 'build' });
    buildSamples(folder);
  });
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));
  // Hooks behind a test run in reverse order: the picture is taken before the window is closed.
  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });

  keepFailurePictures(() => workbench);

  async function keepPicture(name: string): Promise<void> {
    const file = await workbench!.screenshot(name);
    if (process.env.UPDATE_PICTURES !== '1') return;
    mkdirSync(readmePictures, { recursive: true });
    copyFileSync(file, path.join(readmePictures, `${name}.png`));
  }

  for (const { picture, theme } of themes) {
    it(`U19: ${theme} shows errors, selection and details`, async () => {
      workbench = await Workbench.open({ folder, settings: { 'workbench.colorTheme': theme, 'editor.minimap.enabled': false } });
      await workbench.openFile('tour.c');
      await workbench.startDebugging('Trace the tour');
      const syscalls = new SyscallsPage(workbench);
      await syscalls.ended();
      const row = await syscalls.find(syscalls.row('no-such-file.conf'));
      await row.click();
      await expect.poll(() => workbench?.cursorLine()).toBe(lineWith('tour.c', 'open("/etc/no-such-file.conf"'));
      await syscalls.details.getByRole('tree').waitFor();
      const colour = (cell: string) => row.locator(cell).evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).color);
      await syscalls.list.evaluate((list) => list.ownerDocument.defaultView?.getSelection()?.empty());
      await keepPicture(picture);
      await syscalls.list.press('ArrowDown');
      expect(await colour('.result')).not.toBe(await colour('.arguments'));
    });
  }

  it('U6: the crash, as the README shows it', async () => {
    workbench = await Workbench.open({ folder, settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false } });
    await workbench.startDebugging('Trace the crash');
    await workbench.page.locator('.exception-widget').waitFor();
    await new SyscallsPage(workbench).row('SIGSEGV').first().waitFor();
    await workbench.page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'start_server' }).waitFor();
    await keepPicture('crash');
  });

  it('U11: the statistics, as the README shows them', async () => {
    workbench = await Workbench.open({ folder, settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false } });
    await workbench.openFile('tour.c');
    await workbench.startDebugging('Trace the tour');
    await new SyscallsPage(workbench).ended();
    await workbench.page.getByRole('tab', { name: 'Syscall Statistics' }).click();
    await workbench.webview().getByRole('cell').first().waitFor();
    await keepPicture('statistics');
  });
});
