/** NULL-terminated vectors of strings: argv and envp. */
import type { Emitter } from '../../decode/emitter.js';
import { type Place, readWidth } from '../../decode/place.js';
import { addWord, unsigned, type Word } from '../../decode/word.js';
import type { Op, Operand } from '../../plan/op.js';
import type { CaptureContext } from '../descriptor.js';
import { string } from './strings.js';
import { named, ValueType } from './valueType.js';

/** Pointers that are counted for `/* 66 vars *\/`; more are bounded by the size of a blob. */
const COUNT_CAP = 30_000;

/** The pointers before the NULL. `end`: why there are no more. */
interface Pointers {
  readonly list: readonly Word[];
  readonly end: 'null' | 'fault' | 'cut';
}

class StringVector extends ValueType {
  readonly typeName = 'string[]';
  readonly width = 'pointer';
  constructor(
    /** Without -v only counted: `0x7ffd… /* 66 vars *\/`. */
    readonly countOnly: boolean,
  ) {
    super();
  }

  override follow(value: Operand, context: CaptureContext): readonly Op[] {
    const counts = this.countOnly && !context.verbose;
    return [{ op: 'strv', at: value, max: counts ? COUNT_CAP : context.arrayCap, cap: counts ? 0 : context.stringCap + 1 }];
  }

  show(out: Emitter, value: number | bigint, place: Place): void {
    const at = unsigned(value);
    const pointers = at === 0 ? undefined : this.#pointers(place, at);
    if (this.countOnly && !out.options.verbose) this.#showCount(out, at, pointers);
    else if (pointers === undefined) out.address(at);
    else this.#showStrings(out, place, at, pointers);
  }

  /** Undefined when no pointer was readable. */
  #pointers(place: Place, at: Word): Pointers | undefined {
    const step = place.call.pointerSize;
    const { data, status } = place.memory.read(at, COUNT_CAP * step);
    const list: Word[] = [];
    for (let offset = 0; offset + step <= data.length; offset += step) {
      const pointer = unsigned(readWidth(data, offset, 'pointer', place.call.abi));
      if (pointer === 0) return { list, end: 'null' };
      list.push(pointer);
    }
    if (list.length === 0 && (status === 'fault' || status === 'absent')) return undefined;
    return { list, end: status === 'fault' ? 'fault' : 'cut' };
  }

  #showCount(out: Emitter, at: Word, pointers: Pointers | undefined): void {
    out.address(at);
    if (pointers === undefined) return;
    const count = pointers.list.length;
    out.comment(`${count} ${count === 1 ? 'var' : 'vars'}${pointers.end === 'fault' ? ', unterminated' : ''}`);
  }

  #showStrings(out: Emitter, place: Place, at: Word, { list, end }: Pointers): void {
    const limit = out.options.verbose ? list.length : Math.min(list.length, out.options.stringLimit);
    out.beginArray();
    for (const pointer of list.slice(0, limit)) {
      out.item();
      string.type.show(out, pointer, place);
    }
    if (limit < list.length || end === 'cut') out.more();
    else if (end === 'fault') out.more(addWord(at, list.length * place.call.pointerSize));
    out.endArray();
  }
}

/** argv: its strings. */
export const stringVector = named(new StringVector(false));
/** envp: its strings with -v, else how many. */
export const environment = named(new StringVector(true));
