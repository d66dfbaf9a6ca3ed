/** SCSI generic devices (scsi/sg.h): all but SG_IO, which is in scsiRequest.ts. */
import type { Emitter } from '../../decode/emitter.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration } from '../types/flags.js';
import { address, hex32, i8, i16, int, unsignedInt } from '../types/ints.js';
import { ref } from '../types/pointers.js';
import { field, pad, struct } from '../types/struct.js';
import { out, shown } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { outStruct } from './filled.js';
import { scsiRequest } from './scsiRequest.js';

const scsiId = struct('sg_scsi_id', [
  field('host_no', int),
  field('channel', int),
  field('scsi_id', hex32),
  field('lun', int),
  field('scsi_type', hex32),
  field('h_cmd_per_lun', i16),
  field('d_queue_depth', i16),
  pad(8, 4),
]);
const request = struct('sg_req_info', [
  ...['req_state', 'orphan', 'sg_io_owned', 'problem'].map((name) => field(name, i8)),
  field('pack_id', int),
  field('usr_ptr', address),
  field('duration', unsignedInt),
  pad(4, 4),
]);

const resets = enumeration(constants.sg_scsi_resets).type;
const NO_ESCALATE = 0x100;
/** What is reset, and whether more may be if that fails. */
const reset = shown('enum', 'u32', (emitter: Emitter, value) => {
  const word = Number(value);
  if ((word & NO_ESCALATE) !== 0) {
    emitter.beginOr();
    resets.show(emitter, NO_ESCALATE);
    emitter.or();
    resets.show(emitter, (word & ~NO_ESCALATE) >>> 0);
    emitter.endOr();
  } else resets.show(emitter, word);
});

export const scsiCommands: Commands = [
  command('SG_IO', scsiRequest),
  command('SG_GET_TIMEOUT'),
  command('SG_SET_TIMEOUT SG_SET_COMMAND_Q SG_SET_RESERVED_SIZE SG_SET_FORCE_LOW_DMA SG_SET_FORCE_PACK_ID SG_SET_DEBUG', ref(int)),
  command('SG_NEXT_CMD_LEN SG_SET_KEEP_ORPHAN', ref(int)),
  command('SG_EMULATED_HOST SG_GET_TRANSFORM SG_GET_COMMAND_Q SG_GET_RESERVED_SIZE SG_GET_LOW_DMA SG_GET_PACK_ID', out(ref(int))),
  command('SG_GET_NUM_WAITING SG_GET_SG_TABLESIZE SG_GET_VERSION_NUM SG_GET_KEEP_ORPHAN SG_GET_ACCESS_COUNT', out(ref(int))),
  command('SG_GET_SCSI_ID', outStruct(scsiId)),
  command('SG_GET_REQUEST_TABLE', outStruct(request)),
  command('SG_SCSI_RESET', ref(reset)),
];
