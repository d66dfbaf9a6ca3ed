import { applyExpression } from '../qualifiers.js';
import { qualifier, type Spec } from './optionSpec.js';

/** Which calls and signals are shown. */
export const filteringOptions: readonly Spec[] = [
  {
    short: 'e',
    shortArgument: 'required',
    argumentName: 'EXPR',
    group: 'Filtering',
    help: '[QUALIFIER=][!]VALUE[,VALUE]…: trace, signal, status, quiet, abbrev, decode-fds',
    apply: (settings, value) => applyExpression(settings, value ?? ''),
  },
  qualifier('Filtering', 'trace', 'names, numbers, %CLASS, /REGEX; ! negates, ?NAME may be unknown, @64 @32 @x32 is one ABI'),
  qualifier('Filtering', 'signal', 'print these signals only', 'signals'),
  qualifier('Filtering', 'status', 'print calls that ended so: successful, failed, unfinished, unavailable, detached'),
  {
    short: 'P',
    long: ['trace-path'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'PATH',
    group: 'Filtering',
    help: 'print calls about PATH only: by its name, or by a descriptor of it; may be repeated',
    apply: (settings, value) => settings.paths.push(value ?? ''),
  },
  qualifier(
    'Tampering',
    'inject',
    'SET:ACTION=VALUE…: change what these calls return or do: error, retval, signal, syscall, delay_enter, delay_exit, poke_enter, poke_exit; when=FIRST[..LAST][+[STEP]]',
  ),
  qualifier('Tampering', 'fault', 'SET[:error=ERRNO][:when=…]: let these calls fail, with ENOSYS if nothing else is said'),
  qualifier('Filtering', 'fd', 'print calls about these descriptors only', 'trace-fds'),
  {
    short: 'z',
    long: ['successful-only'],
    group: 'Filtering',
    help: 'print calls that succeeded',
    apply: (settings) => {
      settings.statuses = new Set(['successful']);
      settings.statusShorthands++;
    },
  },
  {
    short: 'Z',
    long: ['failed-only'],
    group: 'Filtering',
    help: 'print calls that failed',
    apply: (settings) => {
      settings.statuses = new Set(['failed']);
      settings.statusShorthands++;
    },
  },
];
