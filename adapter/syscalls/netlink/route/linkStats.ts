/** struct rtnl_link_stats and rtnl_link_stats64 (linux/if_link.h). */

import { u64, unsignedInt } from '../../types/ints.js';
import { type FieldLike, field, struct } from '../../types/struct.js';
import type { Payload } from '../payload.js';

const counters = [
  ...['rx_packets', 'tx_packets', 'rx_bytes', 'tx_bytes', 'rx_errors', 'tx_errors', 'rx_dropped', 'tx_dropped', 'multicast', 'collisions'],
  ...['rx_length_errors', 'rx_over_errors', 'rx_crc_errors', 'rx_frame_errors', 'rx_fifo_errors', 'rx_missed_errors'],
  ...['tx_aborted_errors', 'tx_carrier_errors', 'tx_fifo_errors', 'tx_heartbeat_errors', 'tx_window_errors', 'rx_compressed', 'tx_compressed'],
];

/** Each kernel release may know more counters than the first 23: what is there is shown. */
function stats(name: string, type: FieldLike, later: readonly string[]): Payload {
  const known = [...counters, ...later];
  const shapes = [...later.keys(), later.length].map((extra) =>
    struct(
      name,
      known.slice(0, counters.length + extra).map((counter) => field(counter, type)),
    ),
  );
  return (out, bytes) => {
    const { abi } = bytes.place.call;
    const shape = shapes.findLast((candidate) => candidate.size(abi) <= bytes.length);
    if (shape === undefined) return false;
    if (bytes.has(Math.min(bytes.length, shapes[shapes.length - 1]?.size(abi) ?? 0))) shape.emitAt(out, bytes.inside(), 0);
    else out.address(bytes.at);
    return true;
  };
}

export const linkStats = stats('rtnl_link_stats', unsignedInt, ['rx_nohandler']);
export const linkStats64 = stats('rtnl_link_stats64', u64, ['rx_nohandler', 'rx_otherhost_dropped']);
