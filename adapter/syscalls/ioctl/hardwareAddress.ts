/** Link-layer addresses in a struct sockaddr: `{sa_family=ARPHRD_ETHER, sa_data=52:54:00:12:34:56}`. */
import { constants } from '../generated/constants.gen.js';
import type { FieldType } from '../types/valueType.js';

const SOCKADDR = 16;
const DATA = 14;
/** Bytes of an address, by kind of hardware (the kernel’s drivers: ETH_ALEN, AX25_ADDR_LEN …); the others may fill the whole room. */
const lengths: readonly (readonly [bytes: number, kinds: string])[] = [
  [8, 'EUI64 IEEE802154 IEEE802154_MONITOR 6LOWPAN VSOCKMON'],
  [7, 'NETROM AX25'],
  [6, 'ETHER IEEE802 LOOPBACK FDDI HIPPI IEEE80211 IEEE80211_PRISM IEEE80211_RADIOTAP'],
  [5, 'ROSE X25'],
  [4, 'TUNNEL SIT IPDDP IPGRE PIMREG IRDA'],
  [2, 'DLCI'],
  [1, 'ARCNET MCTP LOCALTLK PHONET PHONET_PIPE CAIF'],
];
const lengthByName: ReadonlyMap<string, number> = new Map(
  lengths.flatMap(([bytes, kinds]) => kinds.split(' ').map((kind) => [`ARPHRD_${kind}`, bytes] as const)),
);
const names = new Map<number, string>();
for (const [name, value] of constants.arp_hardware.entries) if (!names.has(value)) names.set(value, name);

export const hardwareAddress: FieldType = {
  typeName: 'struct sockaddr',
  size: () => SOCKADDR,
  align: () => 2,
  emitAt(out, { data }, at) {
    const kind = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
    const name = names.get(kind);
    const bytes = (name === undefined ? undefined : lengthByName.get(name)) ?? DATA;
    out.beginStruct();
    out.field('sa_family');
    out.symbol(kind, name, constants.arp_hardware.unknown);
    out.field('sa_data');
    const text = [...data.subarray(at + 2, at + 2 + bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    if (out.options.constants === 'abbrev') out.raw(text);
    else out.string(data.subarray(at + 2, at + 2 + DATA), 'wholeHex', false);
    if (out.options.constants === 'verbose') out.comment(text);
    out.endStruct();
  },
};
