import type { OptionSpec } from '../getopt.js';
import { applyQualifier } from '../qualifiers.js';
import type { TraceSettings } from '../settings.js';

export type Spec = OptionSpec<TraceSettings>;

/** Changes how values are decoded. */
export const decode = (settings: TraceSettings, change: Partial<TraceSettings['decode']>): void => {
  settings.decode = { ...settings.decode, ...change };
};

/** The qualifier `name` as an option of its own: --trace=SET. */
export const qualifier = (group: string, name: string, help: string, ...others: string[]): Spec => ({
  long: [name, ...others],
  longArgument: 'required',
  argumentName: 'SET',
  group,
  help,
  apply: (settings, value) => applyQualifier(settings, name, value ?? ''),
});
