/** What a sleep leaves when a signal ends it: the time that remained. Otherwise the kernel writes nothing. */
import { Place, readArgument } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { errnos } from '../generated/errno.gen.js';
import { type Named, named, typeOf, type ValueLike, type ValueType } from './valueType.js';

/** Errors of an interrupted sleep, as the kernel keeps them until the signal has been handled. */
const interrupted = new Set(['ERESTARTSYS', 'ERESTARTNOINTR', 'ERESTARTNOHAND', 'ERESTART_RESTARTBLOCK']);

export function outOnInterrupt(remaining: ValueLike): Named {
  const target = typeOf<ValueType>(remaining);
  const type: ArgType = {
    typeName: target.typeName,
    direction: 'out',
    capture: (value, context) => ({ exitAlways: target.follow?.(value, context) ?? [] }),
    emit(out, call, index) {
      const value = readArgument(call, index, target.width);
      const name = call.errno === undefined ? undefined : errnos[call.errno]?.[0];
      if (name !== undefined && interrupted.has(name)) target.show(out, value, new Place(call, call.exit));
      else out.address(unsigned(value));
    },
  };
  return named(type);
}
