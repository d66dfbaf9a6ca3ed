import { describe, expect, it } from 'vitest';
import { checkSettings } from './checkSettings.js';
import { CliError } from './cliError.js';
import { readOptions } from './getopt.js';
import { optionHelp } from './help.js';
import { defaultSettings, type TraceSettings } from './settings.js';
import { traceOptions } from './traceOptions.js';

function read(...args: string[]): { settings: TraceSettings; operands: string[] } {
  const settings = defaultSettings();
  return { settings, operands: readOptions(args, traceOptions, settings) };
}
const settingsOf = (...args: string[]): TraceSettings => read(...args, 'true').settings;

function messageOf(...args: string[]): string {
  try {
    const { settings, operands } = read(...args);
    checkSettings(settings, operands);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    expect(error.status).toBe(2);
    return error.message;
  }
  return '';
}

describe('T1: where options end', () => {
  it('at the first operand: what follows belongs to the program', () => {
    expect(read('-f', '-s', '100', 'ls', '-l', '-f').operands).toEqual(['ls', '-l', '-f']);
    expect(read('-f', '--', '-x', '--', 'y').operands).toEqual(['-x', '--', 'y']);
    expect(read('-', 'x').operands).toEqual(['-', 'x']);
    expect(read().operands).toEqual([]);
  });

  it('letters may be joined, with their argument behind them', () => {
    const settings = settingsOf('-fttTs100', '-oFILE', '-a', '20');
    expect(settings).toMatchObject({ follow: true, duration: 6, output: 'FILE', column: 20, clock: { format: 'time', precision: 6 } });
    expect(settings.decode.stringLimit).toBe(100);
  });

  it('long names take = or the next word, and may be cut short', () => {
    expect(settingsOf('--string-limit=7').decode.stringLimit).toBe(7);
    expect(settingsOf('--string-limit', '8').decode.stringLimit).toBe(8);
    expect(settingsOf('--string-l', '9').decode.stringLimit).toBe(9);
    expect(read('--syscall-times', 'ns').operands).toEqual(['ns']);
    expect(settingsOf('--syscall-times=ns').duration).toBe(9);
  });
});

describe('T12: options that count', () => {
  it.each([
    [['-t'], { format: 'time', precision: 0 }],
    [['-tt'], { format: 'time', precision: 6 }],
    [['-t', '-t', '-t'], { format: 'unix', precision: 6 }],
    [['-tttt'], { format: 'unix', precision: 6 }],
    [['--absolute-timestamps'], { format: 'time', precision: 0 }],
    [['--absolute-timestamps=unix,ns'], { format: 'unix', precision: 9 }],
    [['--timestamps=format:time,precision:ms'], { format: 'time', precision: 3 }],
    [['-ttt', '--timestamps=none'], { format: 'none', precision: 0 }],
  ])('%j', (args, clock) => {
    expect(settingsOf(...args).clock).toEqual(clock);
  });

  it('-f -ff, -x -xx, -y -yy, -q -qq -qqq, -k -kk', () => {
    expect(settingsOf('-f')).toMatchObject({ follow: true, separate: false });
    expect(settingsOf('-ff')).toMatchObject({ follow: true, separate: true });
    expect([settingsOf('-x'), settingsOf('-xx'), settingsOf('--strings-in-hex')].map(({ decode }) => decode.hexStrings)).toEqual(['nonAscii', 'all', 'all']);
    expect([settingsOf('-y'), settingsOf('-yy'), settingsOf('--decode-fds'), settingsOf('--decode-fds=all')].map(({ decode }) => decode.fds)).toEqual([
      'path',
      'all',
      'path',
      'all',
    ]);
    expect([...settingsOf('-q').quiet]).toEqual(['attach', 'personality']);
    expect([...settingsOf('-qq').quiet]).toEqual(['attach', 'personality', 'exit']);
    expect(settingsOf('-qqqq').quiet.size).toBe(5);
    expect([settingsOf('-k').stacks, settingsOf('-kk').stacks, settingsOf('--stack-trace=source').stacks]).toEqual(['symbols', 'source', 'source']);
  });
});

describe('T8: qualifiers', () => {
  it('trace= is the default, and the last one counts', () => {
    for (const args of [['-e', 'openat'], ['-e', 'trace=openat'], ['-e', 't=openat'], ['--trace=openat'], ['-e', 'read', '-e', 'openat']]) {
      const { syscalls } = settingsOf(...args);
      expect([syscalls.has(0, 257), syscalls.has(0, 0)], args.join(' ')).toEqual([true, false]);
    }
    expect(settingsOf('-e', '!openat').syscalls.has(0, 257)).toBe(false);
  });

  it('signal=, status=, quiet=', () => {
    const signals = settingsOf('-e', 'signal=SIGINT,term,rtmin,rt_3,9').signals;
    expect([2, 15, 32, 35, 9, 11].map((signo) => signals.has(signo))).toEqual([true, true, true, true, true, false]);
    expect(settingsOf('-e', 's=!SIGIO').signals.has(29)).toBe(false);
    expect(settingsOf('-e', 'signal=none').signals.has(2)).toBe(false);
    expect([...settingsOf('-e', 'status=!failed').statuses]).toEqual(['successful', 'unfinished', 'unavailable', 'detached']);
    expect([...settingsOf('-z').statuses]).toEqual(['successful']);
    expect([...settingsOf('-z', '-Z').statuses]).toEqual(['failed']);
    expect([...settingsOf('-e', 'quiet=superseded,exit').quiet]).toEqual(['thread-execve', 'exit']);
    expect(settingsOf('--quiet=all').quiet.size).toBe(5);
  });

  it('abbrev, verbose, raw, as far as they are for all calls', () => {
    expect(settingsOf('-e', 'abbrev=none').decode.verbose).toBe(true);
    expect(settingsOf('-v', '-e', 'abbrev=all').decode.verbose).toBe(false);
    expect(messageOf('-e', 'verbose=all', '-e', 'raw=none', '-e', 'inject=none', 'true')).toBe('');
  });
});

describe('T11: summary options', () => {
  it('sort keys and columns, with strace’s other names', () => {
    expect(settingsOf('-c', '-S', 'count', '-O', '3ms')).toMatchObject({ summary: 'only', sortBy: 'calls', overheadNs: 3e6 });
    expect(settingsOf('-C', '-U', 'name,shortest,time,p99').columns).toEqual(['name', 'min-time', 'time-percent', 'p99-time']);
    expect(settingsOf('-O', '5').overheadNs).toBe(5000);
  });
});

describe('T1: startup', () => {
  it('-E, -p, -u, --argv0', () => {
    const { environment, pids } = read('-E', 'A=b=c', '-E', 'D', '-p', '12,13', '-p', ' 14\n15').settings;
    expect(environment).toEqual([
      { name: 'A', value: 'b=c' },
      { name: 'D', value: undefined },
    ]);
    expect(pids).toEqual([12, 13, 14, 15]);
    expect(settingsOf('-u', 'me', '--argv0=x')).toMatchObject({ user: 'me', argv0: 'x' });
  });
});

describe('wrong command lines are one line with status 2', () => {
  it.each([
    [[], 'must have PROG [ARGS] or -p PID'],
    [['-Q', 'true'], "invalid option -- 'Q'"],
    [['--bogus', 'true'], "unrecognized option '--bogus'"],
    [['--trac', 'brk', 'true'], "option '--trac' is ambiguous; possibilities: '--trace' '--trace-path' '--trace-fds'"],
    [['-o'], "option requires an argument -- 'o'"],
    [['--output'], "option '--output' requires an argument"],
    [['--follow-forks=1', 'true'], "option '--follow-forks' doesn't allow an argument"],
    [['-e', 'foo', 'true'], "invalid system call 'foo'"],
    [['-e', 'trace=', 'true'], "invalid system call ''"],
    [['-e', 'signal=FOO', 'true'], "invalid signal 'FOO'"],
    [['-e', 'status=foo', 'true'], "invalid status 'foo'"],
    [['-e', 'quiet=foo', 'true'], "invalid quiet 'foo'"],
    [['-s', 'x', 'true'], "invalid -s argument: 'x'"],
    [['-s', '-1', 'true'], "invalid -s argument: '-1'"],
    [['--columns=x', 'true'], "invalid --columns argument: 'x'"],
    [['-X', 'foo', 'true'], "invalid -X argument: 'foo'"],
    [['-I', '9', 'true'], "invalid -I argument: '9'"],
    [['-O', 'x', 'true'], "invalid -O argument: 'x'"],
    [['-S', 'x', '-c', 'true'], "invalid sortby: 'x'"],
    [['-U', 'x', '-c', 'true'], "unknown column name: 'x'"],
    [['-U', 'calls,count', '-c', 'true'], "call summary column has been provided more than once: 'count' (-U option residual: 'count')"],
    [['-c', '-C', 'true'], '-c/--summary-only and -C/--summary are mutually exclusive'],
    [['-c', '-ff', '-o', 'x', 'true'], '(-c/--summary-only or -C/--summary) and -ff/--output-separately are mutually exclusive'],
    [['-w', 'true'], '-w/--summary-wall-clock must be given with (-c/--summary-only or -C/--summary)'],
    [['-p', 'x'], "Invalid process id: 'x'"],
    [['-p', '0'], "Invalid process id: '0'"],
    [['-p', '7', '-E', 'A=b'], '-E/--env cannot be used without PROG [ARGS]'],
    [['-b', 'open', 'true'], "Syscall 'open' for -b isn't supported"],
    [['-D', '-p', '1'], 'PROG [ARGS] must be specified with -D/--daemonize'],
    [['-DDDD', 'true'], "Too many -D's (4), maximum supported -D count is 3"],
    [['--daemonize=foo', 'true'], "invalid --daemonize argument: 'foo'"],
    [['-e', 'read=foo', 'true'], "invalid descriptor 'foo'"],
    [['-e', 'decode-fds=foo', 'true'], "invalid decode-fds 'foo'"],
    [['--tips=foo', 'true'], "invalid --tips argument: 'foo'"],
    [['--strings-in-hex=foo', 'true'], "invalid --strings-in-hex argument: 'foo'"],
    [['--syscall-limit=0', 'true'], "invalid --syscall-limit argument: '0'"],
    [['-s', 'execve.foo=3', 'true'], "execve has no argument 'foo', but filename, argv, envp"],
    [['--secontext=foo', 'true'], "invalid secontext 'foo'"],
    [['-e', 'raw=foo', 'true'], "invalid system call 'foo'"],
  ])('%j', (args, message) => {
    expect(messageOf(...args)).toBe(message);
  });

  it('remarks on what has no effect', () => {
    const { settings, operands } = read('-A', 'true');
    expect(checkSettings(settings, operands)).toEqual(['-A/--output-append-mode has no effect without -o/--output']);
  });
});

describe('help', () => {
  it('has a line for each option, and no name twice', () => {
    const text = optionHelp(traceOptions);
    const names = traceOptions.flatMap(({ short, long }) => [...(short ? [`-${short}`] : []), ...(long ?? []).map((name) => `--${name}`)]);
    expect(new Set(names).size).toBe(names.length);
    for (const { short, long } of traceOptions.filter(({ hidden }) => hidden !== true))
      expect(text).toContain(short === undefined ? `--${long?.[0]}` : `-${short}`);
  });

  it('has every option of strace’s letters', () => {
    const letters = new Set(traceOptions.map(({ short }) => short));
    for (const letter of 'aAbcCdDeEfFhiIknNoOpPqrsStTuUvVwxXyYzZ') expect([...letters]).toContain(letter);
  });
});
