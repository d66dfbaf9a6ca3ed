/** Sockets and network interfaces (socket(7), netdevice(7), linux/sockios.h, linux/if_bridge.h). */

import { boundedText } from '../types/boundedText.js';
import { interfaceIndex } from '../types/interfaceIndex.js';
import { address, int } from '../types/ints.js';
import { ptr, ref } from '../types/pointers.js';
import { type FieldLike, field, pad, struct } from '../types/struct.js';
import { type Named, out } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { grown } from './filled.js';
import { hardwareAddress } from './hardwareAddress.js';
import { interfaceList } from './interfaceList.js';
import { interfaceAddress, interfaceFlags, interfaceMap, interfaceName, interfaceRequest, MEMBER_FIELD, NAME_BYTES, NAME_FIELD } from './interfaces.js';

/** The kernel fills in a member of the interface that the caller names. */
const asked = (member: string, type: FieldLike): Named => grown(interfaceRequest(member, type), NAME_FIELD, MEMBER_FIELD);
const given = (member: string, type: FieldLike): Named => ptr(interfaceRequest(member, type));

export const socketCommands: Commands = [
  command('SIOCGPGRP FIOGETOWN SIOCATMARK SIOCOUTQNSD', out(ref(int))),
  command('SIOCSPGRP FIOSETOWN SIOCSIFENCAP', ref(int)),
  command('SIOCGIFENCAP', out(ref(int))),
  command('SIOCGIFCONF', interfaceList),
  command('SIOCGIFNAME', grown(interfaceRequest('ifr_ifindex', int), MEMBER_FIELD, NAME_FIELD)),
  command('SIOCSIFNAME', given('ifr_newname', interfaceName)),
  command('SIOCGIFINDEX', asked('ifr_ifindex', int)),
  command('SIOCGIFFLAGS', asked('ifr_flags', interfaceFlags)),
  command('SIOCSIFFLAGS', given('ifr_flags', interfaceFlags)),
  command('SIOCGIFADDR', asked('ifr_addr', interfaceAddress)),
  command('SIOCSIFADDR', given('ifr_addr', interfaceAddress)),
  command('SIOCGIFDSTADDR', asked('ifr_dstaddr', interfaceAddress)),
  command('SIOCSIFDSTADDR', given('ifr_dstaddr', interfaceAddress)),
  command('SIOCGIFBRDADDR', asked('ifr_broadaddr', interfaceAddress)),
  command('SIOCSIFBRDADDR', given('ifr_broadaddr', interfaceAddress)),
  command('SIOCGIFNETMASK', asked('ifr_netmask', interfaceAddress)),
  command('SIOCSIFNETMASK', given('ifr_netmask', interfaceAddress)),
  command('SIOCGIFMETRIC', asked('ifr_metric', int)),
  command('SIOCSIFMETRIC', given('ifr_metric', int)),
  command('SIOCGIFMTU', asked('ifr_mtu', int)),
  command('SIOCSIFMTU', given('ifr_mtu', int)),
  command('SIOCGIFTXQLEN', asked('ifr_qlen', int)),
  command('SIOCSIFTXQLEN', given('ifr_qlen', int)),
  command('SIOCGIFSLAVE', asked('ifr_slave', interfaceName)),
  command('SIOCSIFSLAVE', given('ifr_slave', interfaceName)),
  command('SIOCGIFHWADDR', asked('ifr_hwaddr', hardwareAddress)),
  command('SIOCSIFHWADDR SIOCSIFHWBROADCAST SIOCADDMULTI SIOCDELMULTI', given('ifr_hwaddr', hardwareAddress)),
  command('SIOCGIFMAP', asked('ifr_map', interfaceMap)),
  command('SIOCSIFMAP', given('ifr_map', interfaceMap)),
  command('SIOCBRADDBR SIOCBRDELBR', boundedText(NAME_BYTES)),
  command('SIOCBRADDIF SIOCBRDELIF', ptr(struct('ifreq', [pad(16), field('ifr_ifindex', interfaceIndex)]))),
  // Structs that are not shown.
  command('SIOCADDRT SIOCDELRT SIOCRTMSG SIOCDARP SIOCGARP SIOCSARP SIOCDRARP SIOCGRARP SIOCSRARP SIOCGIFBR SIOCSIFBR SIOCADDDLCI SIOCDELDLCI', address),
  command('SIOCGSTAMP_OLD SIOCGSTAMPNS_OLD SIOCGSTAMP_NEW SIOCGSTAMPNS_NEW SIOCSIFLINK SIOCGIFMEM SIOCSIFMEM SIOCSIFPFLAGS SIOCGIFPFLAGS', address),
  command('SIOCDIFADDR SIOCGIFCOUNT SIOCETHTOOL SIOCGMIIPHY SIOCGMIIREG SIOCSMIIREG SIOCWANDEV SIOCGSKNS SIOCGIFVLAN SIOCSIFVLAN', address),
  command('SIOCBONDENSLAVE SIOCBONDRELEASE SIOCBONDSETHWADDR SIOCBONDSLAVEINFOQUERY SIOCBONDINFOQUERY SIOCBONDCHANGEACTIVE', address),
  command('SIOCSHWTSTAMP SIOCGHWTSTAMP', address),
];
