/** struct sigevent (sigevent(7)): how a timer or a message queue tells that something happened. */
import type { Place } from '../decode/place.js';
import { low32, unsigned } from '../decode/word.js';
import { constants } from './generated/constants.gen.js';
import { enumeration } from './types/flags.js';
import { address } from './types/ints.js';
import { copyOf, showAt } from './types/pointers.js';
import { signalName } from './types/sigset.js';
import { field, hidden, struct } from './types/struct.js';
import { shown } from './types/valueType.js';

const notify = enumeration(constants.sigev_values);
const SIGEV_SIGNAL = 0;
const SIGEV_THREAD = 2;
const SIGEV_THREAD_ID = 4;

const notifies =
  (...kinds: readonly number[]) =>
  (place: Place): boolean =>
    kinds.includes(Number(place.sibling('sigev_notify') ?? -1));

/** A signal where one is sent, else whatever number stands there. */
const signalNumber = shown('signal', 'i32', (out, value, place) => {
  const sends = notifies(SIGEV_SIGNAL, SIGEV_THREAD, SIGEV_THREAD_ID)(place);
  out.symbol(low32(value), sends ? signalName(Number(value)) : undefined, '', 'decimal');
});

/** The same bytes as a number and as a pointer. */
const sigval = shown('sigval', 'pointer', (out, value) => {
  out.beginStruct();
  out.field('sival_int');
  out.decimal(low32(value) | 0);
  out.field('sival_ptr');
  out.address(unsigned(value));
  out.endStruct();
});

/** The low half of the word in which SIGEV_THREAD has a function. */
const threadId = shown('pid_t', 'pointer', (out, value) => out.decimal(low32(value) | 0));
const head = [
  field('sigev_value', sigval, { when: (place: Place) => place.sibling('sigev_value') !== 0 }),
  field('sigev_signo', signalNumber),
  field('sigev_notify', notify),
];

/** By kind: all have the same size. */
const byThreadId = struct('sigevent', [...head, field('sigev_notify_thread_id', threadId), hidden('attributes', address)]);
const byFunction = struct('sigevent', [...head, field('sigev_notify_function', address), field('sigev_notify_attributes', address)]);
const plain = struct('sigevent', [...head, hidden('function', address), hidden('attributes', address)]);

/** A pointer to struct sigevent that the kernel reads. */
export const sigevent = shown(
  'struct sigevent *',
  'pointer',
  (out, value, place) => {
    const at = unsigned(value);
    const { abi } = place.call;
    const notifyAt = plain.layout(abi).find('sigev_notify')?.offset ?? 0;
    const { data } = place.memory.read(at, plain.size(abi));
    const kind = data.length < notifyAt + 4 ? undefined : new DataView(data.buffer, data.byteOffset).getUint32(notifyAt, true);
    const type = kind === SIGEV_THREAD_ID ? byThreadId : kind === SIGEV_THREAD ? byFunction : plain;
    showAt(type, out, place, at);
  },
  (value, context) => [copyOf(plain, value, context)],
);
