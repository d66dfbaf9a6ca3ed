/** Files by name: opening, names, links, modes, owners, times, attributes, directories, file systems. */
import type { FlagSetView } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { dirfd, fd } from './types/fd.js';
import { flags, withPart } from './types/flags.js';
import { mode, mode32 } from './types/ints.js';
import { path } from './types/strings.js';

const O_CREAT = 0o100;
const O_TMPFILE_BIT = 0o20000000;
const O_ACCMODE = 3;

export const openFlagSet: FlagSetView = withPart(constants.open_flags, O_ACCMODE, constants.open_access);
/** Flags of open(2), the access mode first. */
export const openFlags = flags(openFlagSet);

const creates = (index: number) => (seen: CallView) => (seen.u32(index) & (O_CREAT | O_TMPFILE_BIT)) !== 0;

export const filesCalls: CallTable = {
  open: call(path('filename'), openFlags('flags'), mode('mode').when(creates(1)))
    .returns(fd)
    .in('desc', 'file'),
  openat: call(dirfd('dfd'), path('filename'), openFlags('flags'), mode('mode').when(creates(2)))
    .returns(fd)
    .in('desc', 'file'),
  creat: call(path('pathname'), mode32('mode')).returns(fd).in('desc', 'file'),
};
