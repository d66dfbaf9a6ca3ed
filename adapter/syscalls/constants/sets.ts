/** All sets of constants, by name. */
import { bpfSets } from './bpf.js';
import { filesSets } from './files.js';
import { ioSets } from './io.js';
import { ipcSets } from './ipc.js';
import { memorySets } from './memory.js';
import { mountSets } from './mount.js';
import { netlinkSets } from './netlink.js';
import { networkSets } from './network.js';
import { perfSets } from './perf.js';
import { processSets } from './process.js';
import { securitySets } from './security.js';
import { signalsSets } from './signals.js';
import { systemSets } from './system.js';
import { timeSets } from './time.js';
import { ttySets } from './tty.js';

export const sets = {
  ...filesSets,
  ...mountSets,
  ...memorySets,
  ...processSets,
  ...securitySets,
  ...bpfSets,
  ...perfSets,
  ...signalsSets,
  ...timeSets,
  ...ipcSets,
  ...ioSets,
  ...systemSets,
  ...networkSets,
  ...netlinkSets,
  ...ttySets,
} as const;

export type SetName = keyof typeof sets;
