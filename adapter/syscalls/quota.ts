/** Disk quotas: quotactl(2), quotactl_fd(2). The command says which arguments follow and what they are. */
import type { Emitter } from '../decode/emitter.js';
import type { CallView } from '../decode/memory.js';
import type { Op, Operand } from '../plan/op.js';
import { Arg } from './arg.js';
import { type CallTable, call } from './call.js';
import type { ArgType, CaptureContext, CaptureOps } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { fd } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { uid } from './types/ids.js';
import { address, hex16, i8, i16, int, u16, u64, unsignedInt } from './types/ints.js';
import { inlineArray, ptr, ref } from './types/pointers.js';
import { path } from './types/strings.js';
import { field, hidden, pad, struct } from './types/struct.js';
import { out, shown, typeOf } from './types/valueType.js';

/** SUBCMDSHIFT and SUBCMDMASK of linux/quota.h: the kind of quota stands in the low byte. */
const SHIFT = 8;
const TYPE_MASK = 0xff;
const COMMAND_MASK = 0xffff_ff00;
const Q = valuesOf(constants.quota_cmds);
const commandNames = new Map<number, string>(constants.quota_cmds.entries.map(([name, value]) => [value, name]));
const typeNames = new Map<number, string>(constants.quota_types.entries.map(([name, value]) => [value, name]));
const commandOf = (word: number): number => word >>> SHIFT;

/** `QCMD(Q_GETQUOTA, USRQUOTA)` */
const command = shown('quota command', 'u32', (out: Emitter, value) => {
  const word = Number(value);
  if (!out.beginCall('QCMD', word, 'decimal')) return;
  out.item();
  showPart(out, commandOf(word), commandNames, constants.quota_cmds.unknown);
  out.item();
  showPart(out, word & TYPE_MASK, typeNames, constants.quota_types.unknown);
  out.endCall();
});

/** Names within the comment of -X verbose need no numbers beside them. */
function showPart(out: Emitter, value: number, names: ReadonlyMap<number, string>, unknown: string): void {
  const name = names.get(value);
  if (name !== undefined && out.options.constants === 'verbose') out.raw(name);
  else out.symbol(value, name, unknown);
}

const detail = { verbose: true };
const block = [
  field('dqb_bhardlimit', u64),
  field('dqb_bsoftlimit', u64),
  field('dqb_curspace', u64),
  field('dqb_ihardlimit', u64),
  field('dqb_isoftlimit', u64),
  field('dqb_curinodes', u64),
  field('dqb_btime', u64, detail),
  field('dqb_itime', u64, detail),
  field('dqb_valid', flags(constants.quota_valid), detail),
];
const blockOf = ptr(struct('if_dqblk', block));
const nextBlock = ptr(struct('if_nextdqblk', [...block, field('dqb_id', unsignedInt)], { order: [...block.map(({ name }) => name), 'dqb_id'] }));
const info = ptr(
  struct('if_dqinfo', [
    field('dqi_bgrace', u64),
    field('dqi_igrace', u64),
    field('dqi_flags', flags(constants.quota_info_flags)),
    field('dqi_valid', flags(constants.quota_info_valid)),
  ]),
);

/** struct fs_disk_quota of linux/dqblk_xfs.h. */
const xfsQuota = ptr(
  struct('fs_disk_quota', [
    field('d_version', i8),
    field('d_flags', flags(constants.xfs_quota_flags, 'u8')),
    field('d_fieldmask', hex16),
    field('d_id', unsignedInt),
    field('d_blk_hardlimit', u64),
    field('d_blk_softlimit', u64),
    field('d_ino_hardlimit', u64),
    field('d_ino_softlimit', u64),
    field('d_bcount', u64),
    field('d_icount', u64),
    field('d_itimer', int, detail),
    field('d_btimer', int, detail),
    field('d_iwarns', u16, detail),
    field('d_bwarns', u16, detail),
    pad(4),
    field('d_rtb_hardlimit', u64, detail),
    field('d_rtb_softlimit', u64, detail),
    field('d_rtbcount', u64, detail),
    field('d_rtbtimer', int, detail),
    field('d_rtbwarns', u16, detail),
    hidden('d_padding3', i16),
    pad(8),
  ]),
);
const fileStatistics = struct('fs_qfilestat', [field('qfs_ino', u64), field('qfs_nblks', u64), field('qfs_nextents', unsignedInt)]);
const xfsFlags = flags(constants.xfs_quota_state, 'u16');
const xfsStatus = ptr(
  struct('fs_quota_stat', [
    field('qs_version', i8),
    field('qs_flags', xfsFlags, detail),
    pad(1),
    field('qs_uquota', fileStatistics, detail),
    field('qs_gquota', fileStatistics, detail),
    field('qs_incoredqs', unsignedInt, detail),
    field('qs_btimelimit', int, detail),
    field('qs_itimelimit', int, detail),
    field('qs_rtbtimelimit', int, detail),
    field('qs_bwarnlimit', u16, detail),
    field('qs_iwarnlimit', u16, detail),
  ]),
);
const fileStatistics2 = struct('fs_qfilestatv', [field('qfs_ino', u64), field('qfs_nblks', u64), field('qfs_nextents', unsignedInt), pad(4)]);
const xfsStatus2 = ptr(
  struct('fs_quota_statv', [
    field('qs_version', i8),
    pad(1),
    field('qs_flags', xfsFlags, detail),
    field('qs_incoredqs', unsignedInt, detail),
    field('qs_uquota', fileStatistics2, detail),
    field('qs_gquota', fileStatistics2, detail),
    field('qs_pquota', fileStatistics2, detail),
    field('qs_btimelimit', int, detail),
    field('qs_itimelimit', int, detail),
    field('qs_rtbtimelimit', int, detail),
    field('qs_bwarnlimit', u16, detail),
    field('qs_iwarnlimit', u16, detail),
    hidden('qs_pad2', inlineArray(u64, 8)),
  ]),
);

type TypeLike = ArgType | { readonly type: ArgType };
interface Row {
  readonly id?: TypeLike;
  readonly addr?: TypeLike;
}
const format = enumeration(constants.quota_formats);
const rows: ReadonlyMap<number, Row> = new Map<number, Row>([
  [Q.Q_SYNC, {}],
  [Q.Q_QUOTAOFF, {}],
  [Q.Q_XQUOTASYNC, {}],
  [Q.Q_QUOTAON, { id: format, addr: path }],
  [Q.Q_GETFMT, { addr: out(ref(format)) }],
  [Q.Q_GETINFO, { addr: out(info) }],
  [Q.Q_SETINFO, { addr: info }],
  [Q.Q_GETQUOTA, { id: uid, addr: out(blockOf) }],
  [Q.Q_SETQUOTA, { id: uid, addr: blockOf }],
  [Q.Q_GETNEXTQUOTA, { id: uid, addr: out(nextBlock) }],
  [Q.Q_XQUOTAON, { addr: ref(flags(constants.xfs_quota_state)) }],
  [Q.Q_XQUOTAOFF, { addr: ref(flags(constants.xfs_quota_state)) }],
  [Q.Q_XGETQUOTA, { id: uid, addr: out(xfsQuota) }],
  [Q.Q_XGETNEXTQUOTA, { id: uid, addr: out(xfsQuota) }],
  [Q.Q_XSETQLIM, { id: uid, addr: xfsQuota }],
  [Q.Q_XQUOTARM, { addr: ref(flags(constants.xfs_quota_flags)) }],
  [Q.Q_XGETQSTAT, { addr: out(xfsStatus) }],
  [Q.Q_XGETQSTATV, { addr: out(xfsStatus2) }],
]);
const unknownCommand: Row = { id: uid, addr: address };

/** An argument of which register `index` decides the type, by its upper bits. */
class ByCommand implements ArgType {
  readonly typeName = 'quota argument';
  readonly direction = 'in';
  constructor(
    readonly index: number,
    readonly part: keyof Row,
  ) {}
  pick(call: CallView): ArgType | undefined {
    const type = (rows.get(commandOf(call.u32(this.index))) ?? unknownCommand)[this.part];
    return type === undefined ? undefined : typeOf<ArgType>(type);
  }
  resolve(call: CallView): ArgType {
    return this.pick(call) ?? typeOf<ArgType>(address);
  }
  emit(out: Emitter, call: CallView, register: number): void {
    this.resolve(call).emit(out, call, register);
  }
  capture(value: Operand, context: CaptureContext): CaptureOps {
    const wanted = [...rows].map(([key, row]) => {
      const type = row[this.part];
      return [(key << SHIFT) >>> 0, type === undefined ? {} : (typeOf<ArgType>(type).capture?.(value, context) ?? {})] as const;
    });
    const phase = (name: 'entry' | 'exit'): readonly Op[] => {
      const cases = wanted.map(([key, ops]) => [key, ops[name] ?? []] as const).filter(([, body]) => body.length > 0);
      return cases.length === 0 ? [] : [{ op: 'switch', value: context.arg(this.index), mask: COMMAND_MASK, cases }];
    };
    return { entry: phase('entry'), exit: phase('exit') };
  }
}

function byCommand(name: string, index: number, part: keyof Row): Arg {
  const type = new ByCommand(index, part);
  return new Arg(name, type).when((call) => type.pick(call) !== undefined);
}

export const quotaCalls: CallTable = {
  quotactl: call(command('cmd'), path('special'), byCommand('id', 0, 'id'), byCommand('addr', 0, 'addr')).in('file'),
  quotactl_fd: call(fd('fd'), command('cmd'), byCommand('id', 1, 'id'), byCommand('addr', 1, 'addr')).in('desc'),
};
