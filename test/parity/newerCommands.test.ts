/** T6: ioctl commands that are newer than strace 6.1 are shown as their older sisters are. */
import { expect, test } from 'vitest';
import { compileFamily } from './familyPrograms.js';
import { runBoth } from './runBoth.js';

test('T6: what newer ioctl commands are given', () => {
  const { ours } = runBoth(['-e', 'trace=ioctl'], [compileFamily('newerCommands')]);
  const shown = ours.text.split('\n').flatMap((line) => /^ioctl\(-1, (.*)\) += -1 EBADF/.exec(line)?.[1] ?? []);
  expect(shown).toEqual([
    'UFFDIO_MOVE, {dst=0x1000, src=0x2000, len=0x1000, mode=UFFDIO_MOVE_MODE_DONTWAKE|UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES}',
    'UFFDIO_POISON, {range={start=0x1000, len=0x2000}, mode=UFFDIO_POISON_MODE_DONTWAKE}',
    'EPIOCSPARAMS, {busy_poll_usecs=5, busy_poll_budget=6, prefer_busy_poll=1}',
    'PIDFD_GET_NET_NAMESPACE',
    'NS_GET_PID_FROM_PIDNS, 1',
  ]);
});
