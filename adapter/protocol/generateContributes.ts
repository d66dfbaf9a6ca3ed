/**
 * Makes `contributes.debuggers[0].configurationAttributes` of package.json, and the descriptions in package.nls.json that it
 * refers to, from the tables of launchConfiguration.ts. generateContributes.test.ts fails when the files differ from what this
 * makes, and writes them when run with UPDATE_GOLDEN=1 (`npm run golden`).
 */
import { consoles, elevations, type Field, type Fields } from './configurationField.js';
import { attachFields, launchFields, monitorFields } from './launchConfiguration.js';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Key in package.nls.json of a field’s description. */
const descriptionKey = (name: string) => `debuggers.${name}`;

function schemaOfKind(field: Field): Record<string, Json> {
  switch (field.kind) {
    case 'text':
      return { type: 'string' };
    case 'flag':
      return { type: 'boolean' };
    case 'count':
      return { type: 'integer', minimum: 0 };
    case 'texts':
      return { type: 'array', items: { type: 'string' } };
    case 'environment':
      return { type: 'object', additionalProperties: { type: ['string', 'null'] } };
    case 'paths':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'pid':
      return { type: ['integer', 'string'] };
    case 'console':
      return { type: 'string', enum: consoles };
    case 'elevation':
      return { type: 'string', enum: elevations };
  }
}

function schemaOf(fields: Fields): Json {
  const required = Object.keys(fields).filter((name) => fields[name]?.required);
  const properties: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = field.suggestion ?? (field.default as Json | undefined);
    properties[name] = { ...schemaOfKind(field), ...(value === undefined ? {} : { default: value }), markdownDescription: `%${descriptionKey(name)}%` };
  }
  return { required, properties };
}

/** The value of `configurationAttributes`. */
export const configurationAttributes = { launch: schemaOf(launchFields), attach: schemaOf({ ...attachFields, ...monitorFields }) };

/** Texts of package.nls.json. */
export const descriptions: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...attachFields, ...monitorFields, ...launchFields }).map(([name, field]) => [descriptionKey(name), field.description]),
);

export interface Manifest {
  contributes: { debuggers: { configurationAttributes: unknown }[] };
}

/** package.json with the schema put in. Throws when it contributes no debugger. */
export function withSchema<T extends Manifest>(manifest: T): T {
  const changed = structuredClone(manifest);
  const [debugType] = changed.contributes.debuggers;
  if (!debugType) throw new Error('package.json contributes no debugger');
  debugType.configurationAttributes = configurationAttributes;
  return changed;
}

/** package.nls.json with the descriptions put in, and those of former fields taken out. */
export function withDescriptions(texts: Readonly<Record<string, string>>): Record<string, string> {
  const former = (key: string) => key.startsWith('debuggers.') && key !== 'debuggers.label' && !(key in descriptions);
  return { ...Object.fromEntries(Object.entries(texts).filter(([key]) => !former(key))), ...descriptions };
}
