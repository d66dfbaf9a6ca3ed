/** What a field of a debug configuration can be. The types of the validated values, the schema and the checks all derive from these. */

/** Kind of a field → type of its value once validated. */
export interface FieldKinds {
  readonly text: string;
  readonly flag: boolean;
  /** A non-negative integer. */
  readonly count: number;
  readonly texts: readonly string[];
  /** Variables to set; null removes one. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Beginnings of paths, and what takes their place. */
  readonly paths: Readonly<Record<string, string>>;
  /** A process id; a configuration may give it as a string of digits, as `${command:pickProcess}` does. */
  readonly pid: number;
  readonly console: (typeof consoles)[number];
  /** How the helper that watches for crashes gets its privilege. */
  readonly elevation: (typeof elevations)[number];
}

export const consoles = ['internalConsole', 'integratedTerminal'] as const;
export const elevations = ['none', 'pkexec', 'sudo'] as const;

export type FieldKind = keyof FieldKinds;

export interface Field<K extends FieldKind = FieldKind, Required extends boolean = boolean, Default = unknown> {
  readonly kind: K;
  readonly required: Required;
  /** What the adapter takes when the configuration does not say; undefined where it has none. */
  readonly default: Default;
  /** What the editor writes for the user, where that differs from `default` (variables are the editor’s to substitute). */
  readonly suggestion?: string;
  /** For the user, in the editor’s completion. */
  readonly description: string;
}

export type Fields = Readonly<Record<string, Field>>;

/** A field that must be given. */
export function required<K extends FieldKind>(kind: K, description: string, suggestion?: string): Field<K, true, undefined> {
  return { kind, required: true, default: undefined, description, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** A field with a default. */
export function field<K extends FieldKind>(kind: K, value: FieldKinds[K], description: string): Field<K, false, FieldKinds[K]> {
  return { kind, required: false, default: value, description };
}

/** A field that may be absent. */
export function optional<K extends FieldKind>(kind: K, description: string, suggestion?: string): Field<K, false, undefined> {
  return { kind, required: false, default: undefined, description, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** The validated configuration that a table of fields describes. */
export type ConfigurationOf<T extends Fields> = {
  readonly [Name in keyof T]: T[Name] extends Field<infer Kind, infer Required, infer Default>
    ? Required extends true
      ? FieldKinds[Kind]
      : Default extends undefined
        ? FieldKinds[Kind] | undefined
        : FieldKinds[Kind]
    : never;
};
