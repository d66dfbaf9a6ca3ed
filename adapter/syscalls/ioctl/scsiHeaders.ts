/** The structs of SG_IO, in two versions (scsi/sg.h, linux/bsg.h). */
import { constants } from '../generated/constants.gen.js';
import { enumeration, flags } from '../types/flags.js';
import { address, address64, hex8, hex16, hex32, hex64, int, u8, u16, unsignedInt } from '../types/ints.js';
import { field, struct } from '../types/struct.js';

/** Version 3: `interface_id` is 'S'. */
export const header3 = struct('sg_io_hdr', [
  field('interface_id', int),
  field('dxfer_direction', enumeration(constants.sg_directions)),
  field('cmd_len', u8),
  field('mx_sb_len', u8),
  field('iovec_count', u16),
  field('dxfer_len', unsignedInt),
  field('dxferp', address),
  field('cmdp', address),
  field('sbp', address),
  field('timeout', unsignedInt),
  field('flags', flags(constants.sg_flags)),
  field('pack_id', int),
  field('usr_ptr', address),
  field('status', hex8),
  field('masked_status', hex8),
  field('msg_status', hex8),
  field('sb_len_wr', u8),
  field('host_status', hex16),
  field('driver_status', hex16),
  field('resid', int),
  field('duration', unsignedInt),
  field('info', flags(constants.sg_info)),
]);
const numbers = (names: string) => names.split(' ').map((name) => field(name, unsignedInt));
/** Version 4: `guard` is 'Q'. */
export const header4 = struct('sg_io_v4', [
  field('guard', int),
  field('protocol', enumeration(constants.bsg_protocols)),
  field('subprotocol', enumeration(constants.bsg_subprotocols)),
  field('request_len', unsignedInt),
  field('request', address64),
  field('request_tag', hex64),
  ...numbers('request_attr request_priority request_extra max_response_len'),
  field('response', address64),
  ...numbers('dout_iovec_count dout_xfer_len din_iovec_count din_xfer_len'),
  field('dout_xferp', address64),
  field('din_xferp', address64),
  field('timeout', unsignedInt),
  field('flags', flags(constants.bsg_flags)),
  field('usr_ptr', hex64),
  field('spare_in', unsignedInt),
  ...['driver_status', 'transport_status', 'device_status'].map((name) => field(name, hex32)),
  field('retry_delay', unsignedInt),
  field('info', flags(constants.sg_info)),
  ...numbers('duration response_len'),
  field('din_resid', int),
  field('dout_resid', int),
  field('generated_tag', hex64),
  field('spare_out', unsignedInt),
  field('padding', unsignedInt),
]);
