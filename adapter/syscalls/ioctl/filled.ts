/** Structs of which the caller gives some fields and the kernel fills in others. */
import type { Emitter } from '../../decode/emitter.js';
import type { CallView, CapturedMemory } from '../../decode/memory.js';
import { Place } from '../../decode/place.js';
import { unsigned } from '../../decode/word.js';
import type { ArgType } from '../descriptor.js';
import { copyOf, placeBehind, ptr } from '../types/pointers.js';
import { StructType } from '../types/struct.js';
import { type FieldType, inout, type Named, named, out } from '../types/valueType.js';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** The same struct of which only these fields are shown, in this order. */
export function part(type: StructType, names: string): StructType {
  return new StructType(type.typeName, type.fields, { ...type.options, order: words(names) });
}

/** `{given} => {filled}`; only the first when the call failed. */
export const becoming = (type: StructType, given: string, filled: string): Named => inout(ptr(part(type, given)), ptr(part(type, filled)));

/** A struct that is shown when the kernel has filled it in. */
export const outStruct = (type: FieldType): Named => out(ptr(type));

export interface GrownOptions {
  /** The last of the given fields is shown before and after: `{count=4 => 2, …}`. */
  readonly changes?: boolean;
  /** The kernel fills it in even when the call fails. */
  readonly always?: boolean;
  /** What stands in the place of what the kernel did not fill in: nothing unless said. */
  readonly onFailure?: 'more';
  /** Fields that are not shown stand behind what the kernel filled in. */
  readonly more?: boolean;
}

/** `{given…, filled…}` in one pair of braces: what the kernel fills in is shown when the call has succeeded. */
class GrownType implements ArgType {
  readonly typeName: string;
  readonly direction = 'inout';
  readonly halves = {
    before: (emitter: Emitter, call: CallView, index: number): void => {
      const place = structPlace(this.given, call, call.entry, index);
      if (place === undefined) {
        emitter.address(call.word(index));
        return;
      }
      emitter.beginStruct();
      this.given.emitFields(emitter, place, 0);
      if (this.changed === undefined) return;
      emitter.field(this.changed.name);
      emitter.beginChange();
      this.#showChanged(emitter, place);
    },
    after: (emitter: Emitter, call: CallView, index: number): void => {
      if (structPlace(this.given, call, call.entry, index) === undefined) return;
      const place = call.errno === 0 || this.always ? structPlace(this.filled, call, call.exit, index) : undefined;
      if (this.changed !== undefined) {
        if (place !== undefined) {
          emitter.becomes();
          this.#showChanged(emitter, place);
        }
        emitter.endChange();
      }
      if (place !== undefined) {
        this.filled.emitFields(emitter, place, 0);
        if (this.more) emitter.more();
      } else if (this.onFailure === 'more') emitter.more();
      emitter.endStruct();
    },
  };

  constructor(
    readonly given: StructType,
    readonly filled: StructType,
    readonly changed: { readonly name: string; readonly type: FieldType; readonly index: number } | undefined,
    readonly onFailure: GrownOptions['onFailure'],
    readonly always: boolean,
    readonly more: boolean,
  ) {
    this.typeName = `${given.typeName} *`;
  }

  capture(value: Parameters<typeof copyOf>[1], context: Parameters<typeof copyOf>[2]) {
    const exit = [copyOf(this.filled, value, context)];
    return { entry: [copyOf(this.given, value, context)], ...(this.always ? { exitAlways: exit } : { exit }) };
  }

  emit(emitter: Emitter, call: CallView, index: number): void {
    this.halves.before(emitter, call, index);
    this.halves.after(emitter, call, index);
  }

  #showChanged(emitter: Emitter, place: Place): void {
    const { changed } = this;
    if (changed !== undefined) changed.type.emitAt(emitter, place, this.given.layout(place.call.abi).offsets[changed.index] ?? 0);
  }
}

function structPlace(type: StructType, call: CallView, memory: CapturedMemory, index: number): Place | undefined {
  const at = unsigned(call.word(index));
  const bytes = type.size(call.abi);
  const { data } = memory.read(at, bytes);
  return at === 0 || data.length < bytes ? undefined : placeBehind(new Place(call, memory), data, at);
}

export function grown(type: StructType, given: string, filled: string, { changes = false, onFailure, always = false, more = false }: GrownOptions = {}): Named {
  const names = [...words(given)];
  const last = changes ? names.pop() : undefined;
  const index = type.fields.findIndex(({ name }) => name === last);
  const field = type.fields[index];
  if (changes && field === undefined) throw new Error(`${type.typeName}: no field ${last}`);
  const changed = field === undefined ? undefined : { name: field.name, type: field.type, index };
  return named(new GrownType(part(type, names.join(' ')), part(type, filled), changed, onFailure, always, more));
}
