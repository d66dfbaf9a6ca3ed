import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFailurePictures } from './failurePictures.js';
import { buildSamples, lineWith, sampleFolder } from './samplePrograms.js';
import { SyscallsPage } from './syscallsPage.js';
import { Workbench } from './workbench.js';

describe('F5 on the sample C program', () => {
  let workbench: Workbench;
  let syscalls: SyscallsPage;
  const complaints: string[] = [];

  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    buildSamples();
    workbench = await Workbench.open({ folder: sampleFolder });
    workbench.page.on('console', (message) => {
      if (/Content Security Policy|Refused to|TypeError|RangeError/.test(message.text())) complaints.push(message.text());
    });
    syscalls = new SyscallsPage(workbench);
    await workbench.startDebugging('Trace the tour');
  });
  afterAll(() => workbench?.close());

  it('U2: shows rows in the Syscalls view while the program runs', async () => {
    await syscalls.list.waitFor();
    await syscalls.rows.first().waitFor();
    expect(await syscalls.toolbar.getAttribute('class')).toContain('running');
    expect(await syscalls.toolbar.textContent()).toMatch(/Trace the tour.*running\s+·\s+\d+ calls/);
    await workbench.page
      .locator('.statusbar-item')
      .filter({ hasText: /^\s*\d[\d,.]*\s+\d+\s+\d+/ })
      .waitFor();
  });

  it('U10: follows the newest rows, and stays where the user looks', async () => {
    const before = await syscalls.count();
    await expect.poll(() => syscalls.count()).toBeGreaterThan(before);
    await expect.poll(() => syscalls.lastInView()).toBeGreaterThan(before);
    await syscalls.list.press('Home');
    expect(await syscalls.selected()).toBe(0);
    await syscalls.ended();
    expect(await syscalls.call('execve').count()).toBe(1);
  });

  it('U2: rows stay readable when the program is over', async () => {
    await syscalls.list.press('End');
    await syscalls.row('exited with 0').waitFor();
    expect(await syscalls.call('exit_group').count()).toBe(1);
    await workbench.page
      .locator('.statusbar-item')
      .filter({ hasText: /^\s*\d[\d,.]*\s+\d+\s+\d+/ })
      .waitFor({ state: 'detached' });
  });

  it('U10: a click on a row opens its source line and shows its details', async () => {
    const row = await syscalls.find(syscalls.row('no-such-file.conf'));
    await row.click();
    await workbench.editorTab('tour.c').waitFor();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('tour.c', 'open("/etc/no-such-file.conf"'));
    await syscalls.details.getByText('No such file or directory').first().waitFor();
    expect(await syscalls.details.getByRole('tree').textContent()).toContain('/etc/no-such-file.conf');
    expect(await row.getAttribute('class')).toContain('failed');
  });

  it('U10: a frame of the details opens its line', async () => {
    await syscalls.details.getByRole('button', { name: /^main/ }).click();
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('tour.c', 'visit_errors();'));
  });

  it('U10: keys move the selection, open its line, and close the details', async () => {
    await syscalls.list.press('Home');
    await syscalls.list.press('ArrowDown');
    await syscalls.list.press('ArrowDown');
    await syscalls.list.press('ArrowUp');
    expect(await syscalls.selected()).toBe(1);
    const row = await syscalls.find(syscalls.call('clock_nanosleep'));
    await row.click();
    await syscalls.list.press('Enter');
    await expect.poll(() => workbench.cursorLine()).toBe(lineWith('tour.c', 'nanosleep(&time'));
    await syscalls.list.press('Escape');
    await syscalls.details.waitFor({ state: 'hidden' });
  });

  it('U11: the statistics can be sorted by each column', async () => {
    await workbench.page.getByRole('tab', { name: 'Syscall Statistics' }).click();
    const table = workbench.webview().getByRole('table');
    await table.waitFor();
    const names = () => table.locator('tbody th').allTextContents();
    expect(await table.locator('[aria-sort]').textContent()).toBe('Total');
    expect((await names())[0]).toBe('clock_nanosleep');
    await table.getByRole('button', { name: 'Call', exact: true }).click();
    const byName = await names();
    expect(byName).toEqual([...byName].sort());
    expect(await table.locator('[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await table.getByRole('button', { name: 'Calls' }).click();
    const calls = (await table.locator('tbody tr td:nth-child(4)').allTextContents()).map((text) => Number(text.replaceAll(',', '')));
    expect(calls).toEqual([...calls].sort((a, b) => b - a));
    const sum = Number((await table.locator('tfoot td:nth-child(4)').textContent())?.replaceAll(',', ''));
    expect(sum).toBe(calls.reduce((a, b) => a + b, 0));
  });

  it('U10: the view is as it was when it is shown again', async () => {
    await workbench.page.getByRole('tab', { name: 'Syscalls', exact: true }).click();
    await syscalls.ended();
    await syscalls.call('clock_nanosleep').first().waitFor();
  });

  it('U20: the pages break no content security policy and throw nothing', () => {
    expect(complaints).toEqual([]);
  });
});
