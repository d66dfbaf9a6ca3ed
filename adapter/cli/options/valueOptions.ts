import { oneOf } from '../numbers.js';
import { applyQualifier } from '../qualifiers.js';
import { checkSecurityContexts } from '../securityContexts.js';
import { applyStringLimits } from '../stringLimits.js';
import { decode, qualifier, type Spec } from './optionSpec.js';

/** How values look. */
export const valueOptions: readonly Spec[] = [
  {
    short: 's',
    long: ['string-limit'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: '[CALL[.ARG]=]LENGTH',
    group: 'Output',
    help: 'most characters of a string that are printed (32), of all calls or of one: -s write=64,execve.envp=0',
    apply: applyStringLimits,
  },
  {
    short: 'v',
    long: ['no-abbrev'],
    group: 'Output',
    help: 'print structures and environments whole',
    apply: (settings) => applyQualifier(settings, 'abbrev', 'none'),
  },
  qualifier('Output', 'abbrev', 'abbreviate the structures of these syscalls only (all)'),
  qualifier('Output', 'verbose', 'follow pointers to structures in these syscalls only (all)'),
  qualifier('Output', 'raw', 'print the arguments of these syscalls as bare numbers'),
  qualifier('Output', 'read', 'dump what is read from these descriptors', 'reads'),
  qualifier('Output', 'write', 'dump what is written to these descriptors', 'writes'),
  {
    short: 'N',
    long: ['arg-names'],
    group: 'Output',
    help: 'print the names of arguments',
    apply: (settings) => {
      settings.argumentNames = true;
    },
  },
  {
    short: 'x',
    long: ['strings-in-hex'],
    longArgument: 'optional',
    argumentName: 'WHICH',
    group: 'Output',
    help: 'strings in hex: -x non-ascii, -xx all',
    apply: (settings, value, spelling) => {
      if (spelling === '-x') {
        settings.count.hex++;
        decode(settings, { hexStrings: settings.count.hex > 1 ? 'all' : 'nonAscii' });
        return;
      }
      const words = { none: 'none', 'non-ascii': 'nonAscii', 'non-ascii-chars': 'nonAsciiChars', all: 'all' } as const;
      decode(settings, { hexStrings: words[oneOf(value ?? 'all', ['none', 'non-ascii', 'all', 'non-ascii-chars'], spelling)] });
    },
  },
  {
    short: 'X',
    long: ['const-print-style'],
    shortArgument: 'required',
    longArgument: 'required',
    argumentName: 'STYLE',
    group: 'Output',
    help: 'constants: raw, abbrev or verbose',
    apply: (settings, value, spelling) => decode(settings, { constants: oneOf(value, ['raw', 'abbrev', 'verbose'], spelling) }),
  },
  {
    short: 'y',
    long: ['decode-fds'],
    longArgument: 'optional',
    argumentName: 'SET',
    group: 'Output',
    help: 'what descriptors refer to: -y paths, -yy sockets and devices too',
    apply: (settings, value, spelling) => {
      if (spelling !== '-y') {
        applyQualifier(settings, 'decode-fds', value ?? 'path');
        return;
      }
      settings.count.fds++;
      decode(settings, { fds: settings.count.fds > 1 ? 'all' : 'path' });
    },
  },
  {
    short: 'Y',
    long: ['decode-pids'],
    longArgument: 'required',
    argumentName: 'SET',
    group: 'Output',
    help: 'what ids of processes refer to: comm (-Y) names, pidns ids of other PID namespaces in ours, container, cgroup',
    apply: (settings, value) => applyQualifier(settings, 'decode-pids', value ?? 'comm'),
  },
  {
    long: ['pidns-translation'],
    group: 'Output',
    help: 'as --decode-pids=pidns',
    apply: (settings) => applyQualifier(settings, 'decode-pids', 'pidns'),
  },
  {
    long: ['namespace'],
    longArgument: 'required',
    argumentName: 'new',
    group: 'Output',
    help: 'print the namespaces that clone, clone3, setns and unshare bring a task into',
    apply: (settings, value) => applyQualifier(settings, 'namespace', value ?? ''),
  },
  {
    long: ['secontext'],
    longArgument: 'optional',
    argumentName: 'FORMAT',
    group: 'Output',
    help: 'SELinux contexts, where SELinux is enabled: full, mismatch',
    apply: (_settings, value, spelling) => checkSecurityContexts(value, spelling),
  },
];
