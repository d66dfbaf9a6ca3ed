/** Small messages: settings of interfaces, names of namespaces, data centre bridging (linux/netconf.h, net_namespace.h, dcbnl.h). */
import { constants } from '../../generated/constants.gen.js';
import { enumeration } from '../../types/flags.js';
import { u8 as u8Field } from '../../types/ints.js';
import { field, hidden, pad, struct } from '../../types/struct.js';
import { AttributeTable } from '../attributes.js';
import { familyBody } from '../body.js';
import { interfaceIndex } from '../payload.js';
import { s32, u32 } from '../values.js';

export const netconfBody = familyBody(
  'ncm_family',
  struct('netconfmsg', [hidden('ncm_family', u8Field)]),
  new AttributeTable(constants.netconfa, {
    NETCONFA_IFINDEX: interfaceIndex,
    NETCONFA_FORWARDING: s32,
    NETCONFA_RP_FILTER: s32,
    NETCONFA_MC_FORWARDING: s32,
    NETCONFA_PROXY_NEIGH: s32,
    NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN: s32,
    NETCONFA_INPUT: s32,
    NETCONFA_BC_FORWARDING: s32,
  }),
);

export const namespaceBody = familyBody(
  'rtgen_family',
  struct('rtgenmsg', [hidden('rtgen_family', u8Field)]),
  new AttributeTable(constants.netnsa, {
    NETNSA_NSID: s32,
    NETNSA_PID: u32,
    NETNSA_FD: s32,
    NETNSA_TARGET_NSID: s32,
    NETNSA_CURRENT_NSID: s32,
  }),
);

export const dcbBody = familyBody(
  'dcb_family',
  struct('dcbmsg', [hidden('dcb_family', u8Field), field('cmd', enumeration(constants.dcb_commands, 'u8')), pad(2)]),
  new AttributeTable(constants.dcb_attr, {}),
);
