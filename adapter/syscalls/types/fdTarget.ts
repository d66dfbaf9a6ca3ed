/** What a descriptor refers to, as -y and -yy show it: paths, sockets with their addresses, devices, processes. */
import type { Emitter } from '../../decode/emitter.js';
import type { CapturedMemory } from '../../decode/memory.js';
import { constants } from '../generated/constants.gen.js';
import { ipv4Text, ipv6Text } from '../ipAddress.js';
import { emitText } from './emitText.js';

/** Between `<` and `>`: `path`, which is escaped, then `detail`, which is ready to be printed. */
export interface FdTarget {
  readonly path: string | undefined;
  readonly detail?: string;
}

const unknown: FdTarget = { path: undefined };
const S_IFMT = 0o170000;
const S_IFBLK = 0o060000;

/** As far as the options ask for it. */
export function fdTarget(out: Emitter, memory: CapturedMemory, fd: number): FdTarget {
  if (out.options.fds === 'none') return unknown;
  const path = memory.fdTarget(fd);
  if (path === undefined || out.options.fds !== 'all') return { path };
  const { device, protocol, diagnosis, info } = memory.fdDetails(fd);
  const { fdKinds } = out.options;
  const kind = device !== undefined ? 'dev' : protocol !== undefined ? 'socket' : 'pidfd';
  if (fdKinds?.has(kind) === false) return fdKinds.has('path') ? { path } : unknown;
  if (fdKinds?.has('path') === false && kind === 'pidfd') {
    const detail = process(info);
    return detail === undefined ? unknown : { path: undefined, detail };
  }
  if (device !== undefined) {
    return { path, detail: `<${(device.mode & S_IFMT) === S_IFBLK ? 'block' : 'char'} ${device.major}:${device.minor}>` };
  }
  const detail = protocol === undefined ? process(info) : socket(out, protocol, diagnosis, path);
  return detail === undefined ? { path } : { path: undefined, detail };
}

/** Of a pidfd whose process has not been waited for (pidfd_open(2), proc_pid_fdinfo(5)). */
function process(info: string | undefined): string | undefined {
  const pid = info === undefined ? undefined : /^Pid:\s+(-?\d+)$/m.exec(info)?.[1];
  return pid === undefined || Number(pid) <= 0 ? undefined : `pid:${pid}`;
}

type Describe = (out: Emitter, message: DataView) => string | undefined;

interface Protocol {
  readonly describe: Describe;
  /** What it is called where the kernel’s name is not what is shown: then only with what the kernel knows of the socket. */
  readonly known?: string;
}

/** By the kernel’s name of the protocol (its struct proto). */
const protocols: Readonly<Record<string, Protocol>> = {
  TCP: { describe: inet },
  UDP: { describe: inet },
  'UDP-Lite': { describe: inet, known: 'UDPLITE' },
  MPTCP: { describe: inet, known: 'TCP' },
  RAW: { describe: inet },
  TCPv6: { describe: inet6 },
  UDPv6: { describe: inet6 },
  UDPLITEv6: { describe: inet6 },
  MPTCPv6: { describe: inet6, known: 'TCPv6' },
  RAWv6: { describe: inet6 },
  UNIX: { describe: unix },
  'UNIX-STREAM': { describe: unix },
  NETLINK: { describe: netlink },
};

/** `TCP:[127.0.0.1:80->127.0.0.1:40000]`; with the inode alone when the kernel knows no more. */
function socket(out: Emitter, protocol: string, diagnosis: Uint8Array | undefined, path: string): string | undefined {
  const found = Object.hasOwn(protocols, protocol) ? protocols[protocol] : undefined;
  if (found === undefined) return undefined;
  const message = diagnosis === undefined ? undefined : new DataView(diagnosis.buffer, diagnosis.byteOffset, diagnosis.byteLength);
  const text = message === undefined ? undefined : found.describe(out, message);
  if (text === undefined && found.known !== undefined) return undefined;
  return `${found.known ?? protocol}:[${text ?? /\[(\d+)\]/.exec(path)?.[1] ?? ''}]`;
}

/** struct inet_diag_msg of linux/inet_diag.h. */
const INET_BYTES = 72;
const SOURCE_PORT = 4;
const TARGET_PORT = 6;
const SOURCE = 8;
const TARGET = 24;

function inetText(message: DataView, address: (at: number) => string): string | undefined {
  if (message.byteLength < INET_BYTES) return undefined;
  const source = `${address(SOURCE)}:${message.getUint16(SOURCE_PORT)}`;
  const port = message.getUint16(TARGET_PORT);
  return port === 0 ? source : `${source}->${address(TARGET)}:${port}`;
}

const bytesOf = (message: DataView): Uint8Array => new Uint8Array(message.buffer, message.byteOffset, message.byteLength);

function inet(_out: Emitter, message: DataView): string | undefined {
  return inetText(message, (at) => ipv4Text(bytesOf(message), at));
}

function inet6(_out: Emitter, message: DataView): string | undefined {
  return inetText(message, (at) => `[${ipv6Text(bytesOf(message), at)}]`);
}

/** struct unix_diag_msg of linux/unix_diag.h, attributes behind it. */
const UNIX_BYTES = 16;
const UNIX_INODE = 4;
const UNIX_DIAG_NAME = 0;
const UNIX_DIAG_PEER = 2;

function unix(out: Emitter, message: DataView): string | undefined {
  if (message.byteLength < UNIX_BYTES) return undefined;
  let text = `${message.getUint32(UNIX_INODE, true)}`;
  let name = '';
  for (let at = UNIX_BYTES; at + 4 <= message.byteLength; ) {
    const length = message.getUint16(at, true);
    if (length < 4 || at + length > message.byteLength) break;
    const type = message.getUint16(at + 2, true);
    const value = bytesOf(message).subarray(at + 4, at + length);
    if (type === UNIX_DIAG_NAME) name = nameText(out, value);
    else if (type === UNIX_DIAG_PEER && value.length >= 4) {
      const peer = message.getUint32(at + 4, true);
      if (peer !== 0) text += `->${peer}`;
    }
    at += (length + 3) & ~3;
  }
  return name === '' ? text : `${text},${name}`;
}

/** A path, or `@` and a name that is none (unix(7), abstract). */
function nameText(out: Emitter, value: Uint8Array): string {
  const abstract = value[0] === 0;
  const end = abstract ? -1 : value.indexOf(0);
  const bytes = abstract ? value.subarray(1) : end < 0 ? value : value.subarray(0, end);
  return `${abstract ? '@' : ''}${emitText(out, (quoted) => quoted.string(bytes, 'path', false))}`;
}

/** struct netlink_diag_msg of linux/netlink_diag.h. */
const NETLINK_BYTES = 28;
const NETLINK_PROTOCOL = 2;
const NETLINK_PORT = 4;
const protocolNames = new Map<number, string>(constants.netlink_protocols.entries.map(([name, value]) => [value, name.replace('NETLINK_', '')]));

function netlink(_out: Emitter, message: DataView): string | undefined {
  if (message.byteLength < NETLINK_BYTES) return undefined;
  const protocol = message.getUint8(NETLINK_PROTOCOL);
  return `${protocolNames.get(protocol) ?? protocol}:${message.getUint32(NETLINK_PORT, true)}`;
}
