/** All families of syscalls, joined. A name stands in one family only: families.test.ts. */

import { administrationCalls } from './administration.js';
import { aioCalls, aioCalls32 } from './aio.js';
import { bpfCalls } from './bpf.js';
import type { CallTable } from './call.js';
import { capabilityCalls } from './capabilities.js';
import { cloneCalls, cloneCalls32 } from './clone.js';
import { extendedAttributeCalls } from './extendedAttributes.js';
import { fanotifyCalls } from './fanotify.js';
import { fcntlCalls, fcntlCalls32 } from './fcntl.js';
import { fileStatusCalls, fileStatusCalls32 } from './fileStatus.js';
import { filesCalls } from './files.js';
import { filesCalls32 } from './files32.js';
import { futexCalls, futexCalls32 } from './futex.js';
import { identityCalls, identityCalls32 } from './identity.js';
import { ioCalls } from './io.js';
import { ioctlCalls } from './ioctl/ioctl.js';
import { ipcCalls, ipcCalls32 } from './ipc.js';
import { ipcCallCalls32 } from './ipcCall.js';
import { keyCalls } from './keys.js';
import { landlockCalls } from './landlock.js';
import { limitCalls, limitCalls32 } from './limits.js';
import { lsmCalls } from './lsm.js';
import { memoryCalls, memoryCalls32 } from './memory.js';
import { moduleCalls } from './modules.js';
import { mountSetupCalls } from './mountSetup.js';
import { mountCalls } from './mounts.js';
import { networkCalls, networkCalls32 } from './network.js';
import { numaCalls } from './numa.js';
import { oldCalls32 } from './oldCalls32.js';
import { perfCalls } from './perf.js';
import { pollingCalls, pollingCalls32 } from './polling.js';
import { prctlCalls } from './prctl.js';
import { processCalls, processCalls32 } from './processes.js';
import { ptraceCalls } from './ptrace.js';
import { quotaCalls } from './quota.js';
import { schedulingCalls, schedulingCalls32 } from './scheduling.js';
import { seccompCalls } from './seccomp.js';
import { segmentCalls } from './segments.js';
import { signalCalls, signalCalls32 } from './signals.js';
import { socketcallCalls32 } from './socketcall.js';
import { timeCalls, timeCalls32 } from './time.js';
import { uringCalls } from './uring.js';

export const familyTables: readonly CallTable[] = [
  filesCalls,
  fileStatusCalls,
  mountCalls,
  ioCalls,
  fcntlCalls,
  ioctlCalls,
  pollingCalls,
  memoryCalls,
  numaCalls,
  processCalls,
  cloneCalls,
  limitCalls,
  schedulingCalls,
  identityCalls,
  futexCalls,
  capabilityCalls,
  signalCalls,
  timeCalls,
  prctlCalls,
  networkCalls,
  ipcCalls,
  administrationCalls,
  keyCalls,
  landlockCalls,
  moduleCalls,
  seccompCalls,
  segmentCalls,
  bpfCalls,
  perfCalls,
  uringCalls,
  aioCalls,
  extendedAttributeCalls,
  fanotifyCalls,
  lsmCalls,
  mountSetupCalls,
  quotaCalls,
  ptraceCalls,
];

/** By name, for every ABI that has no variant of its own. */
export const families: CallTable = Object.assign({}, ...familyTables);
/** What i386 has besides, or takes otherwise. */
export const i386Families: CallTable = {
  ...memoryCalls32,
  ...fileStatusCalls32,
  ...fcntlCalls32,
  ...filesCalls32,
  ...pollingCalls32,
  ...processCalls32,
  ...cloneCalls32,
  ...limitCalls32,
  ...schedulingCalls32,
  ...identityCalls32,
  ...futexCalls32,
  ...signalCalls32,
  ...timeCalls32,
  ...networkCalls32,
  ...ipcCalls32,
  ...oldCalls32,
  ...socketcallCalls32,
  ...ipcCallCalls32,
  ...aioCalls32,
};
/** What x32 takes otherwise. */
export const x32Families: CallTable = {};
