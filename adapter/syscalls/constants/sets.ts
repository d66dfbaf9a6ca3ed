/** All sets of constants, by name. */
import { ataSets } from './ata.js';
import { bpfSets } from './bpf.js';
import { btrfsSets } from './btrfs.js';
import { consoleSets } from './console.js';
import { filesSets } from './files.js';
import { filesystemSets } from './filesystems.js';
import { inputSets } from './input.js';
import { ioSets } from './io.js';
import { ipcSets } from './ipc.js';
import { machineSets } from './machines.js';
import { memorySets } from './memory.js';
import { mountSets } from './mount.js';
import { netlinkSets } from './netlink.js';
import { networkSets } from './network.js';
import { perfSets } from './perf.js';
import { processSets } from './process.js';
import { securitySets } from './security.js';
import { signalsSets } from './signals.js';
import { storageSets } from './storage.js';
import { systemSets } from './system.js';
import { timeSets } from './time.js';
import { ttySets } from './tty.js';
import { videoSets } from './video.js';

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
  ...videoSets,
  ...storageSets,
  ...ataSets,
  ...machineSets,
  ...inputSets,
  ...filesystemSets,
  ...consoleSets,
  ...btrfsSets,
} as const;

export type SetName = keyof typeof sets;
