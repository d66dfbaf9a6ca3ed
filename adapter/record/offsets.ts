import { type FieldType, type StructName, structs } from './layout.js';

const widths: Record<FieldType, number> = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8 };

type FieldNames<S extends StructName> = (typeof structs)[S]['fields'][number]['name'];
type Offsets = { readonly [S in StructName]: { readonly [N in FieldNames<S>]: number } };
type Sizes = { readonly [S in StructName]: number };

function compute(): { offsets: Offsets; sizes: Sizes } {
  const offsets: Record<string, Record<string, number>> = {};
  const sizes: Record<string, number> = {};
  for (const [name, struct] of Object.entries(structs)) {
    let at = 0;
    const fields: Record<string, number> = {};
    for (const field of struct.fields) {
      fields[field.name] = at;
      at += widths[field.type] * ('count' in field && field.count !== undefined ? field.count : 1);
    }
    offsets[name] = fields;
    sizes[name] = at;
  }
  return { offsets: offsets as Offsets, sizes: sizes as Sizes };
}

const computed = compute();

/** Byte offset of each field in its struct. */
export const offsets = computed.offsets;
/** Bytes of each struct. */
export const sizes = computed.sizes;
