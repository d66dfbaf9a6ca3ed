/** Messages to trusted applications and back: a buffer that holds a header and parameters (linux/tee.h). */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { addWord, unsigned } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { ArgType, CaptureContext } from '../descriptor.js';
import { constants } from '../generated/constants.gen.js';
import { enumeration } from '../types/flags.js';
import { hex8, hex32, hex64, u64, unsignedInt } from '../types/ints.js';
import { inlineArray, placeBehind, showArray } from '../types/pointers.js';
import { field, hidden, type StructType, spread, struct } from '../types/struct.js';
import { uuid } from '../types/uuid.js';
import { type Named, named, shown } from '../types/valueType.js';
import { type Commands, command } from './command.js';
import { part } from './filled.js';

/** TEE_IOCTL_PARAM_ATTR_META. */
const META = 0x100;
const types = enumeration(constants.tee_param_types, 'u64').type;
const attribute = shown('attr', 'u64', (emitter: Emitter, value) => {
  const word = BigInt(value);
  if ((word & BigInt(META)) === 0n) {
    types.show(emitter, typeof value === 'bigint' && value <= 0xffff_ffffn ? Number(value) : value);
    return;
  }
  const kind = word & ~BigInt(META);
  emitter.beginOr();
  types.show(emitter, kind <= 0xffff_ffffn ? Number(kind) : kind);
  emitter.or();
  // By name whatever -X says.
  emitter.raw('TEE_IOCTL_PARAM_ATTR_META');
  emitter.endOr();
});
const NONE = 0;
const MEMORY = [5, 6, 7];
const kindOf = (place: Place): number => Number(place.sibling('attr') ?? 0);
const inMemory = { when: (place: Place) => MEMORY.includes(kindOf(place)) };
const plain = { when: (place: Place) => kindOf(place) !== NONE && !MEMORY.includes(kindOf(place)) };
const either = (plainName: string, memoryName: string, memoryType: typeof u64) =>
  spread(struct(plainName, [field(plainName, hex64, plain), field(memoryName, memoryType, inMemory)], { union: true }), plainName);
const parameter = struct('tee_ioctl_param', [field('attr', attribute), either('a', 'shm_offs', hex64), either('b', 'size', hex64), either('c', 'shm_id', u64)]);

const origin = enumeration(constants.tee_origins);
/** Logins without an identity, and those whose identity is a group. */
const [ANONYMOUS, GROUPS] = [
  [0, 1, 4, 5],
  [2, 6],
];
const login = (place: Place): number => Number(place.sibling('clnt_login') ?? 0);
const openSession = struct('tee_ioctl_open_session_arg', [
  field('uuid', uuid),
  spread(
    struct(
      'client',
      [
        field('clnt_uuid', unsignedInt, { when: (place) => GROUPS.includes(login(place)) }),
        field('clnt_uuid', inlineArray(hex8, 16), { when: (place) => !GROUPS.includes(login(place)) && !ANONYMOUS.includes(login(place)) }),
      ],
      { union: true },
    ),
    'client',
  ),
  field('clnt_login', enumeration(constants.tee_login)),
  field('cancel_id', unsignedInt),
  field('session', hex32),
  field('ret', unsignedInt),
  field('ret_origin', origin),
  field('num_params', unsignedInt),
]);
const invocation = struct('tee_ioctl_invoke_arg', [
  field('func', unsignedInt),
  field('session', hex32),
  field('cancel_id', unsignedInt),
  field('ret', unsignedInt),
  field('ret_origin', origin),
  field('num_params', unsignedInt),
]);
const received = struct('tee_iocl_supp_recv_arg', [field('func', unsignedInt), field('num_params', unsignedInt)]);
const sent = struct('tee_iocl_supp_send_arg', [field('ret', unsignedInt), field('num_params', unsignedInt)]);

const bufferData = struct('tee_ioctl_buf_data', [hidden('buf_ptr', u64), field('buf_len', u64)]);
const BUFFER_DATA = 16;

class MessageType implements ArgType {
  readonly typeName = 'struct tee_ioctl_buf_data *';
  readonly direction = 'inout';
  readonly halves = {
    before: (out: Emitter, call: CallView, index: number): void => {
      const place = placeAt(call, call.entry, index);
      if (place === undefined) {
        out.address(call.word(index));
        return;
      }
      out.beginStruct();
      bufferData.emitFields(out, place, 0);
      out.field('buf_ptr');
      const message = this.#message(call, call.entry, index);
      if (message === undefined) {
        out.address(unsigned(bufferData.read(place, 0, 'buf_ptr')));
        return;
      }
      out.beginChange();
      this.#show(out, message, this.given);
    },
    after: (out: Emitter, call: CallView, index: number): void => {
      if (placeAt(call, call.entry, index) === undefined) return;
      if (this.#message(call, call.entry, index) !== undefined) {
        const answer = call.errno === 0 ? this.#message(call, call.exit, index) : undefined;
        if (answer !== undefined) {
          out.becomes();
          this.#show(out, answer, this.filled);
        }
        out.endChange();
      }
      out.endStruct();
    },
  };

  constructor(
    readonly type: StructType,
    readonly given: string,
    readonly filled: string,
  ) {}

  capture(value: Operand, context: CaptureContext) {
    const bytes = this.type.size(context.abi);
    const pointer = { from: 'field', offset: 0, size: 8 } as const;
    const count = { from: 'field', offset: this.type.layout(context.abi).find('num_params')?.offset ?? 0, size: 4 } as const;
    const parameters: Op = { op: 'each', at: { from: 'here', offset: bytes }, count, stride: parameter.size(context.abi), max: context.arrayCap };
    const message: Op = { op: 'copy', at: pointer, length: { from: 'constant', value: bytes }, cap: bytes, body: [parameters] };
    const copy: Op = { op: 'copy', at: value, length: { from: 'constant', value: BUFFER_DATA }, cap: BUFFER_DATA, body: [message] };
    return { entry: [copy], exit: [copy] };
  }

  emit(out: Emitter, call: CallView, index: number): void {
    this.halves.before(out, call, index);
    this.halves.after(out, call, index);
  }

  /** The message, if it has the length that its parameters need. */
  #message(call: CallView, memory: CapturedMemory, index: number): Place | undefined {
    const place = placeAt(call, memory, index);
    if (place === undefined) return undefined;
    const at = unsigned(bufferData.read(place, 0, 'buf_ptr'));
    const bytes = this.type.size(call.abi);
    const { data } = memory.read(at, bytes);
    if (at === 0 || data.length < bytes) return undefined;
    const message = placeBehind(new Place(call, memory), data, at);
    const needed = bytes + Number(this.type.read(message, 0, 'num_params')) * parameter.size(call.abi);
    return Number(bufferData.read(place, 0, 'buf_len')) === needed ? message : undefined;
  }

  #show(out: Emitter, message: Place, fields: string): void {
    out.beginStruct();
    part(this.type, fields).emitFields(out, message, 0);
    out.field('params');
    const count = Number(this.type.read(message, 0, 'num_params'));
    if (count === 0) out.address(0);
    else showArray(parameter, out, message, addWord(message.address, this.type.size(message.call.abi)), count);
    out.endStruct();
  }
}

function placeAt(call: CallView, memory: CapturedMemory, index: number): Place | undefined {
  const at = unsigned(call.word(index));
  const { data } = memory.read(at, BUFFER_DATA);
  return at === 0 || data.length < BUFFER_DATA ? undefined : placeBehind(new Place(call, memory), data, at);
}

const message = (type: StructType, given: string, filled: string): Named => named(new MessageType(type, given, filled));

export const teeMessageCommands: Commands = [
  command('TEE_IOC_OPEN_SESSION', message(openSession, 'uuid clnt_login client cancel_id num_params', 'session ret ret_origin')),
  command('TEE_IOC_INVOKE', message(invocation, 'func session cancel_id num_params', 'ret ret_origin')),
  command('TEE_IOC_SUPPL_RECV', message(received, 'func num_params', 'num_params')),
  command('TEE_IOC_SUPPL_SEND', message(sent, 'num_params', 'ret')),
];
