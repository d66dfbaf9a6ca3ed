import { readFileSync } from 'node:fs';
import { explainFailure } from '../capture/explainFailure.js';
import { type ProcessSnapshot, snapshotProcess } from '../capture/processSnapshot.js';
import { signalName } from '../decode/signalNames.js';
import { CoreFileError, type CoreProcess, readCore } from '../symbols/coreFile.js';
import type { StackSnapshot } from '../symbols/frame.js';
import type { NativeSymbolizer } from '../symbols/nativeSymbolizer.js';
import { failure, usageError } from './cliError.js';
import { errnoWords } from './errnoWords.js';
import { natural } from './numbers.js';
import { newSymbolizer } from './openSymbolizer.js';
import type { StackSettings } from './stackOptions.js';
import { type ProcessStacks, processJson, processText, type ThreadStack } from './stackReport.js';
import { writeAll } from './writeAll.js';

/** Prints the stacks of all threads of the processes in `operands`, or of a core file. Returns the exit status. @throws CliError */
export async function stackCommand(settings: StackSettings, operands: readonly string[], say: (message: string) => void): Promise<number> {
  const pids = operands.map((text) => {
    const pid = natural(text, 'PID');
    if (pid === 0) throw usageError("invalid PID argument: '0'");
    return pid;
  });
  const { core, exe } = settings;
  if ((core === undefined) === (pids.length === 0)) throw usageError('must have PID… or --core FILE');
  if (core === undefined && exe !== undefined) throw usageError('--exe FILE makes sense with --core FILE only');
  const symbolizer = newSymbolizer(settings, say);
  const print = (stacks: ProcessStacks, first: boolean) => writeAll(1, settings.json ? processJson(stacks) : `${first ? '' : '\n'}${processText(stacks)}`);
  try {
    if (core !== undefined) {
      print(await coreStacks(openCore(core, exe), symbolizer, settings.frameLimit), true);
      return 0;
    }
    return await printProcesses(pids, symbolizer, settings.frameLimit, print, say);
  } catch (error) {
    // The reader of our output has gone, as `head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    return 0;
  }
}

/** One that cannot be looked into does not keep the others from being shown. */
async function printProcesses(
  pids: readonly number[],
  symbolizer: NativeSymbolizer,
  limit: number,
  print: (stacks: ProcessStacks, first: boolean) => void,
  say: (message: string) => void,
): Promise<number> {
  let shown = 0;
  for (const pid of pids) {
    const snapshot = await snapshotProcess(pid);
    if ('step' in snapshot) say(explainFailure(snapshot, { kind: 'attach', pids: [pid] }, ''));
    else print(await processStacks(snapshot, symbolizer, limit), shown++ === 0);
  }
  return shown === pids.length ? 0 : 1;
}

async function processStacks({ pid, maps, threads }: ProcessSnapshot, symbolizer: NativeSymbolizer, limit: number): Promise<ProcessStacks> {
  const shown = threads.map(({ tid, name, registers, stackAddress, stack }): ShownThread => {
    if (registers === undefined) return { tid, name, missing: 'it cannot be stopped: it waits in the kernel without heeding signals, or has ended' };
    return { tid, name, snapshot: { maps, registers, stackAddress, stack, pid } };
  });
  return { pid, command: commandOf(pid), threads: await completeStacks(shown, symbolizer, limit) };
}

type ShownThread = Omit<ThreadStack, 'stack'> & { readonly snapshot?: StackSnapshot };

/** With all that symbol servers have. */
async function completeStacks(threads: readonly ShownThread[], symbolizer: NativeSymbolizer, limit: number): Promise<ThreadStack[]> {
  let stacks: ThreadStack[];
  do {
    stacks = await Promise.all(
      threads.map(async ({ snapshot, ...thread }) => (snapshot === undefined ? thread : { ...thread, stack: await symbolizer.stack(snapshot, limit) })),
    );
  } while (await symbolizer.fetched());
  return stacks;
}

/** With blanks between the arguments; empty when it is gone. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd();
  } catch {
    return '';
  }
}

function openCore(path: string, exe: string | undefined): CoreProcess {
  try {
    return readCore(path, exe);
  } catch (error) {
    throw failure(`cannot read the core file '${path}': ${error instanceof CoreFileError ? error.message : errnoWords(error)}`);
  }
}

async function coreStacks({ pid, command, signo, maps, threads }: CoreProcess, symbolizer: NativeSymbolizer, limit: number): Promise<ProcessStacks> {
  const shown = threads.map(({ tid, registers, stackAddress, stack }) => ({ tid, snapshot: { maps, registers, stackAddress, stack } }));
  const died = signo === 0 ? {} : { died: `killed by ${signalName(signo)}` };
  return { pid, command, ...died, threads: await completeStacks(shown, symbolizer, limit) };
}
