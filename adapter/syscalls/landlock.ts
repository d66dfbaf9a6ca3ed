/** Landlock: rule sets and rules (linux/landlock.h). */
import type { Emitter } from '../decode/emitter.js';
import type { Place } from '../decode/place.js';
import { unsigned } from '../decode/word.js';
import { type CallTable, call } from './call.js';
import type { ReturnType } from './descriptor.js';
import { constants } from './generated/constants.gen.js';
import { byArgument } from './types/byArgument.js';
import { fd } from './types/fd.js';
import { enumeration, flags, valuesOf } from './types/flags.js';
import { address, hex32, size, u64 } from './types/ints.js';
import { placeBehind, ptr } from './types/pointers.js';
import { field, struct } from './types/struct.js';
import { shown } from './types/valueType.js';

const RULE = valuesOf(constants.landlock_rule_types);
const access = flags(constants.landlock_access_fs, 'u64');
const networkAccess = flags(constants.landlock_access_net, 'u64');

/** Where each version of struct landlock_ruleset_attr ends. */
const WITH_NETWORK = 16;
const WITH_SCOPES = 24;
const KNOWN = 24;
const SMALLEST = 8;
const atLeast = (bytes: number) => ({ when: (place: Place): boolean => place.data.length >= bytes });

const ruleset = struct('landlock_ruleset_attr', [
  field('handled_access_fs', access),
  field('handled_access_net', networkAccess, atLeast(WITH_NETWORK)),
  field('scoped', flags(constants.landlock_scopes, 'u64'), atLeast(WITH_SCOPES)),
]);

/** As much of the struct as its size says; `...` behind what is known. */
const rulesetAttr = shown(
  'struct landlock_ruleset_attr *',
  'pointer',
  (out: Emitter, value, place) => {
    const at = unsigned(value);
    const given = place.call.word(1);
    const { data } = place.memory.read(at, given > KNOWN ? KNOWN : Number(given));
    const whole = [WITH_SCOPES, WITH_NETWORK, SMALLEST].find((bytes) => data.length >= bytes);
    if (at === 0 || whole === undefined) {
      out.address(at);
      return;
    }
    out.beginStruct();
    ruleset.emitFields(out, placeBehind(place, data.subarray(0, whole), at), 0);
    if (given > whole) out.more();
    out.endStruct();
  },
  (value, context) => [{ op: 'copy', at: value, length: context.arg(1), cap: KNOWN }],
);

const pathRule = struct('landlock_path_beneath_attr', [field('allowed_access', access), field('parent_fd', fd)], { packed: true });
const portRule = struct('landlock_net_port_attr', [field('allowed_access', networkAccess), field('port', u64)]);

const { LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_CREATE_RULESET_ERRATA } = valuesOf(constants.landlock_create_flags);
const ASKS = LANDLOCK_CREATE_RULESET_VERSION | LANDLOCK_CREATE_RULESET_ERRATA;
/** With such a flag the result is a number (a version), not a descriptor. */
const rulesetReturn: ReturnType = {
  typeName: 'fd',
  capture: (context) => ({ exit: context.fdTargets ? [{ op: 'fd', value: { from: 'ret' } }] : [] }),
  emit(out, call) {
    const value = Number(call.retSigned);
    if ((call.u32(2) & ASKS) === 0) out.fd(value, out.options.fds === 'none' ? undefined : call.exit.fdTarget(value));
    else out.decimal(value);
    return undefined;
  },
};

export const landlockCalls: CallTable = {
  landlock_create_ruleset: call(rulesetAttr('attr'), size('size'), flags(constants.landlock_create_flags)('flags')).returns(rulesetReturn).in('desc'),
  landlock_add_rule: call(
    fd('ruleset_fd'),
    enumeration(constants.landlock_rule_types)('rule_type'),
    byArgument(
      'rule_attr',
      1,
      [
        [[RULE.LANDLOCK_RULE_PATH_BENEATH], ptr(pathRule)],
        [[RULE.LANDLOCK_RULE_NET_PORT], ptr(portRule)],
      ],
      address,
    ),
    hex32('flags'),
  ).in('desc'),
  landlock_restrict_self: call(fd('ruleset_fd'), flags({ ...constants.landlock_restrict_flags, unknown: '' })('flags')).in('desc'),
};
