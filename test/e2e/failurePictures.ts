import { afterEach } from 'vitest';
import type { Workbench } from './workbench.js';

/** For the tests of the file that calls it: a picture of the window at each failure, test-results/failed-….png. */
export function keepFailurePictures(workbench: () => Workbench | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const file = await workbench()?.screenshot(`failed-${task.name.replace(/[^\w]+/g, '-').slice(0, 80)}`);
    console.error(`${task.name}: ${file ?? 'there was no window'}`);
  });
}
