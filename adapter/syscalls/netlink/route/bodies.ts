/** Which struct and attributes a message of NETLINK_ROUTE has, by type (rtnetlink(7)). */
import { constants } from '../../generated/constants.gen.js';
import { valuesOf } from '../../types/flags.js';
import { type Body, plainFamily } from '../body.js';
import { addressBody, addressLabelBody } from './address.js';
import { dcbBody, namespaceBody, netconfBody } from './configuration.js';
import { linkBody } from './link.js';
import { cacheReportBody, multicastDatabaseBody } from './multicast.js';
import { neighbourBody, neighbourTableBody } from './neighbour.js';
import { nextHopBody } from './nextHop.js';
import { routeBodyOf, ruleBody } from './route.js';
import { statsBody } from './statistics.js';
import { actionBody, trafficControlBody } from './trafficControl.js';

const T = valuesOf(constants.rtnetlink_types);

const rows: readonly (readonly [Body, ...number[]])[] = [
  [linkBody, T.RTM_NEWLINK, T.RTM_DELLINK, T.RTM_GETLINK, T.RTM_SETLINK],
  [addressBody, T.RTM_NEWADDR, T.RTM_DELADDR, T.RTM_GETADDR],
  [addressBody, T.RTM_NEWMULTICAST, T.RTM_DELMULTICAST, T.RTM_GETMULTICAST, T.RTM_NEWANYCAST, T.RTM_DELANYCAST, T.RTM_GETANYCAST],
  [routeBodyOf, T.RTM_NEWROUTE, T.RTM_DELROUTE, T.RTM_GETROUTE],
  [neighbourBody, T.RTM_NEWNEIGH, T.RTM_DELNEIGH, T.RTM_GETNEIGH],
  [ruleBody, T.RTM_NEWRULE, T.RTM_DELRULE, T.RTM_GETRULE],
  [trafficControlBody, T.RTM_NEWQDISC, T.RTM_DELQDISC, T.RTM_GETQDISC, T.RTM_NEWTCLASS, T.RTM_DELTCLASS, T.RTM_GETTCLASS],
  [trafficControlBody, T.RTM_NEWTFILTER, T.RTM_DELTFILTER, T.RTM_GETTFILTER, T.RTM_NEWCHAIN, T.RTM_DELCHAIN, T.RTM_GETCHAIN],
  [actionBody, T.RTM_NEWACTION, T.RTM_DELACTION, T.RTM_GETACTION],
  [neighbourTableBody, T.RTM_NEWNEIGHTBL, T.RTM_GETNEIGHTBL, T.RTM_SETNEIGHTBL],
  [addressLabelBody, T.RTM_NEWADDRLABEL, T.RTM_DELADDRLABEL, T.RTM_GETADDRLABEL],
  [dcbBody, T.RTM_GETDCB, T.RTM_SETDCB],
  [netconfBody, T.RTM_NEWNETCONF, T.RTM_DELNETCONF, T.RTM_GETNETCONF],
  [multicastDatabaseBody, T.RTM_NEWMDB, T.RTM_DELMDB, T.RTM_GETMDB],
  [namespaceBody, T.RTM_NEWNSID, T.RTM_DELNSID, T.RTM_GETNSID],
  [statsBody, T.RTM_NEWSTATS, T.RTM_GETSTATS],
  [cacheReportBody, T.RTM_NEWCACHEREPORT],
  [nextHopBody, T.RTM_NEWNEXTHOP, T.RTM_DELNEXTHOP, T.RTM_GETNEXTHOP],
];

const byType = new Map(rows.flatMap(([body, ...types]) => types.map((type) => [type, body] as const)));

export const routeBody: Body = (out, bytes, context) => (byType.get(context.type) ?? plainFamily)(out, bytes, context);
