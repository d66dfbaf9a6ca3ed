/** Who a process is: ids, groups, sessions, priorities. */
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import { constants } from './generated/constants.gen.js';
import { argument, returned } from './types/count.js';
import { enumeration } from './types/flags.js';
import { gid, gid16, pid, processGroup, uid, uid16 } from './types/ids.js';
import { int, mode } from './types/ints.js';
import { arrayOf, ref } from './types/pointers.js';
import { octalReturn } from './types/returns.js';
import { type Named, out, shown, type ValueType } from './types/valueType.js';

/** NGROUPS_MAX of limits.h: more are refused. */
const MAX_GROUPS = 65536;
const priorityWhich = enumeration(constants.priority_which);

/** A list of groups; a count that the kernel refuses shows the address. */
const groups = (type: Named<ValueType>) => arrayOf(type, argument(0, 'u32'), MAX_GROUPS);

/** The list that getgroups filled. With a count of 0 it only asks how many there are. */
const filledGroups = (type: Named<ValueType>): Named<ValueType> => {
  const filled = arrayOf(type, returned).type;
  return shown(
    'gid_t[]',
    'pointer',
    (out, value, place) => {
      if (place.call.u32(0) !== 0 || value === 0) filled.show(out, value, place);
      else if (place.call.ret !== 0) out.address(unsigned(value));
      else {
        out.beginArray();
        out.endArray();
      }
    },
    (value, context) => filled.follow(value, context),
  );
};

/** The calls that take ids, for ids of either width. `suffix`: 32 for the wide ones of i386. */
const idCalls = (user: Named<ValueType>, group: Named<ValueType>, suffix: '' | '32'): CallTable => ({
  [`getuid${suffix}`]: call().returns(user).in('creds', 'pure'),
  [`geteuid${suffix}`]: call().returns(user).in('creds', 'pure'),
  [`getgid${suffix}`]: call().returns(group).in('creds', 'pure'),
  [`getegid${suffix}`]: call().returns(group).in('creds', 'pure'),
  [`getresuid${suffix}`]: call(out(ref(user))('ruid'), out(ref(user))('euid'), out(ref(user))('suid')).in('creds'),
  [`getresgid${suffix}`]: call(out(ref(group))('rgid'), out(ref(group))('egid'), out(ref(group))('sgid')).in('creds'),
  [`setuid${suffix}`]: call(user('uid')).in('creds'),
  [`setgid${suffix}`]: call(group('gid')).in('creds'),
  [`setreuid${suffix}`]: call(user('ruid'), user('euid')).in('creds'),
  [`setregid${suffix}`]: call(group('rgid'), group('egid')).in('creds'),
  [`setresuid${suffix}`]: call(user('ruid'), user('euid'), user('suid')).in('creds'),
  [`setresgid${suffix}`]: call(group('rgid'), group('egid'), group('sgid')).in('creds'),
  [`setfsuid${suffix}`]: call(user('uid')).returns(user).in('creds'),
  [`setfsgid${suffix}`]: call(group('gid')).returns(group).in('creds'),
  [`getgroups${suffix}`]: call(int('gidsetsize'), out(filledGroups(group))('grouplist')).in('creds'),
  [`setgroups${suffix}`]: call(int('gidsetsize'), groups(group)('grouplist')).in('creds'),
});

export const identityCalls: CallTable = {
  ...idCalls(uid, gid, ''),
  getpid: call().returns(pid).in('pure'),
  getppid: call().returns(pid).in('pure'),
  gettid: call().returns(pid).in('pure'),
  getpgrp: call().returns(processGroup).in('pure'),
  getpgid: call(pid('pid')).returns(processGroup),
  setpgid: call(pid('pid'), processGroup('pgid')),
  getsid: call(pid('pid')).returns(processGroup),
  setsid: call().returns(int),
  getpriority: call(priorityWhich('which'), int('who')),
  setpriority: call(priorityWhich('which'), int('who'), int('niceval')),
  umask: call(mode('mask')).returns(octalReturn),
};

/** i386 has calls with 16-bit ids, and newer ones whose names end in 32. */
export const identityCalls32: CallTable = {
  ...idCalls(uid16, gid16, ''),
  ...idCalls(uid, gid, '32'),
  nice: call(int('increment')),
};
