/** All families of syscalls, joined. A name stands in one family only: families.test.ts. */
import type { CallTable } from './call.js';
import { filesCalls } from './files.js';

export const familyTables: readonly CallTable[] = [filesCalls];

/** By name, for every ABI that has no variant of its own. */
export const families: CallTable = Object.assign({}, ...familyTables);
/** What i386 has besides, or takes otherwise. */
export const i386Families: CallTable = {};
/** What x32 takes otherwise. */
export const x32Families: CallTable = {};
