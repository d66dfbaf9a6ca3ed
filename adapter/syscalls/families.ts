/** All families of syscalls, joined. A name stands in one family only: families.test.ts. */
import type { CallTable } from './call.js';
import { fcntlCalls, fcntlCalls32 } from './fcntl.js';
import { fileStatusCalls, fileStatusCalls32 } from './fileStatus.js';
import { filesCalls } from './files.js';
import { ioCalls } from './io.js';
import { memoryCalls } from './memory.js';
import { mountCalls } from './mounts.js';
import { numaCalls } from './numa.js';
import { pollingCalls } from './polling.js';

export const familyTables: readonly CallTable[] = [filesCalls, fileStatusCalls, mountCalls, ioCalls, fcntlCalls, pollingCalls, memoryCalls, numaCalls];

/** By name, for every ABI that has no variant of its own. */
export const families: CallTable = Object.assign({}, ...familyTables);
/** What i386 has besides, or takes otherwise. */
export const i386Families: CallTable = { ...fileStatusCalls32, ...fcntlCalls32 };
/** What x32 takes otherwise. */
export const x32Families: CallTable = {};
