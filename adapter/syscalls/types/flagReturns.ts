/** Return values that are words of flags or names: the number, and what it means in parentheses. */
import type { FlagSetView } from '../../decode/emitter.js';
import { flagText } from '../../decode/flagText.js';
import type { CallView } from '../../decode/memory.js';
import { low32 } from '../../decode/word.js';
import type { ReturnType } from '../descriptor.js';
import type { ConstantSet } from './flags.js';

/** `0x3ff (MEMBARRIER_CMD_GLOBAL|…)`; a plain number where `meant` says that it holds no flags. */
export function flagsReturn(set: FlagSetView, meant: (call: CallView) => boolean = () => true): ReturnType {
  return {
    typeName: 'flags',
    emit(out, call) {
      const value = low32(call.ret);
      if (!meant(call)) {
        out.decimal(value);
        return undefined;
      }
      out.hex(value);
      const text = flagText(value, set, 'hex');
      return text === '' || text.startsWith('0x') ? undefined : text;
    },
  };
}

/** `0 (SCHED_OTHER)`: one of the set’s values. */
export function namedReturn(set: ConstantSet, base: 'hex' | 'decimal'): ReturnType {
  const names = new Map(set.entries.map(([name, value]) => [value, name]));
  return {
    typeName: 'enum',
    emit(out, call) {
      const value = low32(call.ret);
      if (base === 'hex') out.hex(value);
      else out.decimal(value);
      return names.get(value);
    },
  };
}
