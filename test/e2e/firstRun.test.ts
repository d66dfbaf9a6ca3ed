import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFailurePictures } from './failurePictures.js';
import { SyscallsPage } from './syscallsPage.js';
import { Workbench } from './workbench.js';

describe('F5 in a folder without a launch.json', () => {
  let workbench: Workbench;
  let folder: string;
  keepFailurePictures(() => workbench);
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'first-run-'));
    mkdirSync(path.join(folder, 'build'));
    writeFileSync(path.join(folder, 'hello.c'), '#include <unistd.h>\nint main(void) {\n  return write(1, "hello\\n", 6) != 6;\n}\n');
    writeFileSync(path.join(folder, 'other.c'), 'int main(void) { return 0; }\n');
    const { status, stderr } = spawnSync('cc', ['-g', '-o', 'build/hello', 'hello.c'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    workbench = await Workbench.open({ folder });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('U1: traces the program that the open C file was built into', async () => {
    await workbench.openFile('hello.c');
    await workbench.page.keyboard.press('F5');
    const syscalls = new SyscallsPage(workbench);
    await syscalls.ended();
    await (await syscalls.find(syscalls.call('write'))).click();
    await expect.poll(() => workbench.cursorLine()).toBe(3);
  });

  it('U21: a command line can be traced without any file', async () => {
    await workbench.runCommand('Syscall Trace: Trace a Program…');
    const input = workbench.page.locator('.quick-input-widget input[type=text]');
    await input.fill("sh -c 'exec true'");
    await input.press('Enter');
    const syscalls = new SyscallsPage(workbench);
    await syscalls.toolbar.getByText('Trace sh').waitFor();
    await syscalls.ended();
  });

  it('U14: traces that are over can be shown again', async () => {
    await workbench.activityBarIcon('Syscall Trace').click();
    const traces = workbench.page.locator('.part.sidebar .monaco-list-row');
    await traces.filter({ hasText: 'Trace hello' }).click();
    const syscalls = new SyscallsPage(workbench);
    await syscalls.toolbar.getByText('Trace hello').waitFor();
    await syscalls.find(syscalls.call('write'));
  });
});
