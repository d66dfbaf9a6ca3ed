import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { safeText } from '../decode/terminalText.js';
import { CliError, usageError } from './cliError.js';
import { endProcess } from './ending.js';
import { readOptions } from './getopt.js';
import { optionHelp } from './help.js';
import { checkSegfaultsSettings, defaultSegfaultsSettings, segfaultsOptions } from './segfaultsOptions.js';
import { defaultSettings, type TraceSettings } from './settings.js';
import { defaultStackSettings, stackOptions } from './stackOptions.js';
import { defaultSymbolizeSettings, symbolizeOptions } from './symbolizeOptions.js';
import { traceOptions } from './traceOptions.js';
import { writeAll } from './writeAll.js';

const NAME = 'syscall-trace';

const say = (message: string): void => {
  try {
    writeAll(2, `${NAME}: ${message.split('\n').map(safeText).join('\n')}\n`);
  } catch {
    // stderr is gone: there is nobody to tell.
  }
};

function fail(error: unknown): never {
  if (!(error instanceof CliError)) throw error;
  say(error.message);
  process.exit(error.status);
}

const traceUsage = `Usage: ${NAME} trace [OPTIONS] [--] PROGRAM [ARGUMENTS]
       ${NAME} trace [OPTIONS] -p PID[,PID]…

Prints the system calls of a program, as strace does; the options are strace's.

`;

/** Commander reads the command’s name only: strace’s options need the parser of getopt.ts. */
async function trace(args: readonly string[]): Promise<void> {
  const settings = defaultSettings();
  const operands = readOptions(args, traceOptions, settings);
  if (showsOnly(settings, traceUsage)) return;
  const { traceCommand } = await import('./traceCommand.js');
  endProcess(await traceCommand(settings, operands, args, say));
}

async function print(args: readonly string[]): Promise<void> {
  const settings = defaultSettings();
  const operands = readOptions(args, traceOptions, settings);
  if (showsOnly(settings, `Usage: ${NAME} print [OPTIONS] FILE.sctrace\n\nPrints a recording; the options are those of trace that are about output.\n\n`))
    return;
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0) throw usageError('must have one FILE.sctrace');
  const { printCommand } = await import('./printCommand.js');
  endProcess(await printCommand(settings, path, say));
}

const symbolizeUsage = `Usage: ${NAME} symbolize [OPTIONS] --pid PID [ADDRESS…]
       ${NAME} symbolize [OPTIONS] --exe FILE [ADDRESS…]

Prints the functions and source lines of addresses in hexadecimal, with the calls that were inlined. Without
addresses they are read from standard input, and answered line by line as they come.

`;

async function symbolize(args: readonly string[]): Promise<void> {
  const settings = defaultSymbolizeSettings();
  const operands = readOptions(args, symbolizeOptions, settings);
  if (settings.action === 'help') {
    process.stdout.write(symbolizeUsage + optionHelp(symbolizeOptions));
    return;
  }
  const { symbolizeCommand } = await import('./symbolizeCommand.js');
  process.exitCode = await symbolizeCommand(settings, operands, say);
}

const segfaultsUsage = `Usage: ${NAME} segfaults [OPTIONS] [PROGRAM [ARGUMENTS]]

Reports each segmentation fault of every process as it happens, with its cause. That needs root, or CAP_BPF and
CAP_PERFMON for one small helper program. With PROGRAM only that and what it starts are watched, without any privilege.

`;

async function segfaults(args: readonly string[]): Promise<void> {
  const settings = defaultSegfaultsSettings();
  const operands = readOptions(args, segfaultsOptions, settings);
  if (settings.action === 'help') process.stdout.write(segfaultsUsage + optionHelp(segfaultsOptions));
  else if (settings.action === 'version') process.stdout.write(`${NAME} ${manifest.version}\n`);
  if (settings.action !== 'run') return;
  checkSegfaultsSettings(settings, operands);
  const { segfaultsCommand } = await import('./segfaultsCommand.js');
  process.exit(await segfaultsCommand(settings, operands, say));
}

const stackUsage = `Usage: ${NAME} stack [OPTIONS] PID…
       ${NAME} stack [OPTIONS] --core FILE [--exe FILE]

Prints where each thread of processes is at this moment, with functions and source lines. The processes are held for about
a millisecond, and go on whatever happens.

`;

async function stack(args: readonly string[]): Promise<void> {
  const settings = defaultStackSettings();
  const operands = readOptions(args, stackOptions, settings);
  if (settings.action === 'help') {
    process.stdout.write(stackUsage + optionHelp(stackOptions));
    return;
  }
  const { stackCommand } = await import('./stackCommand.js');
  process.exitCode = await stackCommand(settings, operands, say);
}

function showsOnly({ action }: TraceSettings, usage: string): boolean {
  if (action === 'help') process.stdout.write(usage + optionHelp(traceOptions));
  else if (action === 'version') process.stdout.write(`${NAME} ${manifest.version}\n`);
  return action !== 'run';
}

/** A command whose arguments commander hands over as they are. */
function rawCommand(program: Command, name: string, summary: string, run: (args: readonly string[]) => Promise<void>): Command {
  return program
    .command(name)
    .description(summary)
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .argument('[arguments...]')
    .action(async (_operands: string[], _options: object, command: Command) => run(command.args));
}

async function main(): Promise<void> {
  const program = new Command(NAME)
    .description('See every system call, crash and stack of a Linux program.')
    .version(`${NAME} ${manifest.version}`, '-V, --version')
    .enablePositionalOptions()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: (text) => say(text.replace(/^error: /, '').trim()) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  rawCommand(program, 'trace', 'trace a program, or processes that run already', trace);
  rawCommand(program, 'print', 'print a recording', print).alias('open');
  rawCommand(program, 'segfaults', 'report crashes of all processes as they happen', segfaults);
  rawCommand(program, 'stack', 'print the stacks of all threads of processes, or of a core file', stack);
  rawCommand(program, 'symbolize', 'print functions and source lines of addresses', symbolize);
  await program.parseAsync();
}

main().catch(fail);
