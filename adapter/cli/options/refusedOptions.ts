import { notYet } from '../qualifiers.js';
import type { Spec } from './optionSpec.js';

/** An option of strace that is to come: said, never ignored. */
const refused = (...long: string[]): Spec => ({
  long,
  longArgument: 'required',
  group: 'Not supported yet',
  help: '',
  apply: (_settings, _value, spelling) => {
    throw notYet(spelling);
  },
});

export const refusedOptions: readonly Spec[] = [refused('kvm')];
