/**
 * Structs as data:
 *
 *   const timespec = struct('timespec', [field('tv_sec', kernelLong), field('tv_nsec', kernelLong)]);
 *
 * Fields are listed in the order in which they lie in memory; `order` names another order for the output.
 */
import type { Emitter } from '../../decode/emitter.js';
import { Place, readWidth, widthBytes } from '../../decode/place.js';
import { layOut, overlay, type StructLayout } from '../../decode/structLayout.js';
import type { Op } from '../../plan/op.js';
import type { AbiName } from '../../record/layout.js';
import type { CaptureContext } from '../descriptor.js';
import { type FieldType, isPlain, typeOf } from './valueType.js';

export type FieldLike = FieldType | { readonly type: FieldType };

export interface FieldOptions {
  /** Shown only if this says so; `place` stands in the struct. */
  readonly when?: (place: Place) => boolean;
  /** Shown with -v only; the others are followed by `...` without it. */
  readonly verbose?: boolean;
  /** Without -v shown only if this says so; `place` stands in the struct. */
  readonly briefWhen?: (place: Place) => boolean;
  /** Left out when all its bytes are 0: room for later that should be. */
  readonly unlessZero?: boolean;
}

export interface StructField extends FieldOptions {
  readonly name: string;
  readonly type: FieldType;
  /** Takes its room but is not shown. */
  readonly hidden?: boolean;
  /** Its fields are shown as those of the struct around it: a union without a name. */
  readonly spread?: StructType;
}

export const field = (name: string, type: FieldLike, options: FieldOptions = {}): StructField => ({ name, type: typeOf<FieldType>(type), ...options });
/** A field that is there for its room, or for its siblings to look at. */
export const hidden = (name: string, type: FieldLike): StructField => ({ name, type: typeOf<FieldType>(type), hidden: true });
/** A struct or union without a name: its fields are shown as fields of the struct around it. */
export const spread = (type: StructType, name = ''): StructField => ({ name, type, spread: type });
/** Room without meaning. */
export const pad = (bytes: number, align = 1): StructField => hidden('', { typeName: 'pad', size: () => bytes, align: () => align, emitAt: () => undefined });

export interface StructOptions {
  /** Names in the order in which they are shown, when not that of memory. */
  readonly order?: readonly string[];
  /** No gaps for alignment. */
  readonly packed?: boolean;
  /** All fields begin at 0: a union (`when` picks what is shown). */
  readonly union?: boolean;
}

export class StructType implements FieldType {
  readonly #layouts = new Map<AbiName, StructLayout>();
  readonly #shown: readonly { readonly field: StructField; readonly index: number }[];
  readonly #abbreviates: boolean;
  /** Those that may have something behind them, by their index. */
  readonly #following: readonly number[];

  constructor(
    readonly typeName: string,
    readonly fields: readonly StructField[],
    readonly options: StructOptions,
  ) {
    const indexed = fields.map((field, index) => ({ field, index }));
    this.#shown =
      options.order === undefined
        ? indexed.filter(({ field }) => !field.hidden)
        : options.order.map((name) => {
            const found = indexed.find(({ field }) => field.name === name);
            if (found === undefined) throw new Error(`${typeName}: no field ${name}`);
            return found;
          });
    this.#abbreviates = this.#shown.some(({ field }) => field.verbose === true);
    this.#following = indexed.filter(({ field }) => !isPlain(field.type)).map(({ index }) => index);
  }

  get plain(): boolean {
    return this.#following.length === 0;
  }

  layout(abi: AbiName): StructLayout {
    let layout = this.#layouts.get(abi);
    if (layout === undefined) {
      layout = this.options.union === true ? overlay(this.fields, abi) : layOut(this.fields, abi, this.options.packed);
      this.#layouts.set(abi, layout);
    }
    return layout;
  }

  size(abi: AbiName): number {
    return this.layout(abi).size;
  }

  align(abi: AbiName): number {
    return this.options.packed === true ? 1 : this.layout(abi).align;
  }

  /** A field of the struct that lies at byte `at` of place.data. Throws for a field that is no number. */
  read(place: Place, at: number, name: string): number | bigint {
    const found = this.layout(place.call.abi).find(name);
    if (found === undefined) throw new Error(`${this.typeName} has no number ${name}`);
    return readWidth(place.data, at + found.offset, found.width, place.call.abi);
  }

  emitAt(out: Emitter, place: Place, at: number): void {
    out.beginStruct();
    this.emitFields(out, place, at);
    out.endStruct();
  }

  /** The fields without the braces: for structs that are shown as part of another. */
  emitFields(out: Emitter, place: Place, at: number): void {
    const layout = this.layout(place.call.abi);
    const inside = new Place(place.call, place.memory, place.data, place.address, at, layout, place.layout === undefined ? place.parent : place);
    const verbose = out.options.verbose;
    for (const { field, index } of this.#shown) {
      if (field.verbose === true && !verbose) continue;
      if (field.when !== undefined && !field.when(inside)) continue;
      if (!verbose && field.briefWhen !== undefined && !field.briefWhen(inside)) continue;
      if (field.unlessZero === true && isZero(place, at + (layout.offsets[index] ?? 0), field.type)) continue;
      if (field.spread !== undefined) {
        field.spread.emitFields(out, inside, at + (layout.offsets[index] ?? 0));
        continue;
      }
      out.field(field.name);
      field.type.emitAt(out, inside, at + (layout.offsets[index] ?? 0));
    }
    if (this.#abbreviates && !verbose) out.more();
  }

  followAt(offset: number, context: CaptureContext): readonly Op[] {
    if (this.plain) return [];
    const layout = this.layout(context.abi);
    const inside: CaptureContext = {
      ...context,
      sibling(name) {
        const found = layout.find(name);
        if (found === undefined) return context.sibling(name);
        return { from: 'field', offset: offset + found.offset, size: widthBytes(found.width, context.abi) };
      },
    };
    return this.#following.flatMap((index) => this.fields[index]?.type.followAt?.(offset + (layout.offsets[index] ?? 0), inside) ?? []);
  }
}

function isZero(place: Place, at: number, type: FieldType): boolean {
  return place.data.subarray(at, at + type.size(place.call.abi)).every((byte) => byte === 0);
}

export const struct = (typeName: string, fields: readonly StructField[], options: StructOptions = {}): StructType => new StructType(typeName, fields, options);
