/** Addresses of interfaces and labels of addresses: struct ifaddrmsg, struct ifaddrlblmsg (rtnetlink(7)). */
import { constants } from '../../generated/constants.gen.js';
import { enumeration, flags } from '../../types/flags.js';
import { u8 as u8Field, unsignedInt } from '../../types/ints.js';
import { field, hidden, struct } from '../../types/struct.js';
import { AttributeTable } from '../attributes.js';
import { familyBody } from '../body.js';
import { familyAddress, interfaceField, text, value } from '../payload.js';
import { s32, u32 } from '../values.js';

const ifaddrmsg = struct('ifaddrmsg', [
  hidden('ifa_family', u8Field),
  field('ifa_prefixlen', u8Field),
  field('ifa_flags', flags(constants.ifa_flags, 'u8')),
  field('ifa_scope', enumeration({ ...constants.rt_scopes, unknown: '' }, 'u8')),
  field('ifa_index', interfaceField),
]);

const cacheInfo = struct('ifa_cacheinfo', [
  field('ifa_prefered', unsignedInt),
  field('ifa_valid', unsignedInt),
  field('cstamp', unsignedInt),
  field('tstamp', unsignedInt),
]);

const addressTable = new AttributeTable(constants.ifa, {
  IFA_ADDRESS: familyAddress,
  IFA_LOCAL: familyAddress,
  IFA_LABEL: text,
  IFA_BROADCAST: familyAddress,
  IFA_ANYCAST: familyAddress,
  IFA_CACHEINFO: value(cacheInfo),
  IFA_MULTICAST: familyAddress,
  IFA_FLAGS: value(flags(constants.ifa_flags)),
  IFA_RT_PRIORITY: u32,
  IFA_TARGET_NETNSID: s32,
});

export const addressBody = familyBody('ifa_family', ifaddrmsg, addressTable);

const ifaddrlblmsg = struct('ifaddrlblmsg', [
  hidden('ifal_family', u8Field),
  hidden('pad', u8Field),
  field('ifal_prefixlen', u8Field),
  field('ifal_flags', u8Field),
  field('ifal_index', interfaceField),
  field('ifal_seq', unsignedInt),
]);

export const addressLabelBody = familyBody('ifal_family', ifaddrlblmsg, new AttributeTable(constants.ifal, { IFAL_ADDRESS: familyAddress, IFAL_LABEL: u32 }));
