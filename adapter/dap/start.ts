/** Starts what a session traces: a program of its own, in the console or in a terminal, or a process that runs already. */
import path from 'node:path';
import type { AttachTarget, CaptureOptions, LaunchTarget } from '../capture/backend.js';
import { crashSignals } from '../crash/crashSignals.js';
import type { AttachConfiguration, LaunchConfiguration, TracingConfiguration } from '../protocol/launchConfiguration.js';
import type { Client } from './connection.js';
import { terminalFailed } from './errors.js';
import { type Program, resolveProgram } from './launchTarget.js';
import { executableOf, processEvent } from './programEvent.js';
import { ProgramStdio } from './programStdio.js';
import { recordingFile } from './recordingFile.js';
import type { Services } from './services.js';
import { SessionEnd } from './sessionEnd.js';
import { explainStart } from './startFailure.js';
import type { StopSettings } from './stopSettings.js';
import { StubEntrance } from './stubEntrance.js';
import { launchInTerminal, type WaitingStub } from './terminalLaunch.js';
import { TracedProgram } from './tracedProgram.js';
import { stubPlan } from './tracePlan.js';
import { TraceSelection } from './traceSelection.js';

/** Bytes of stack that are kept where it cannot be unwound at once: enough to get from a system call through libc’s stdio to the program. */
const stackBytes = 4096;
/** Most frames that are kept of each traced call: the line of the program is rarely deeper below libraries. */
const stackFrames = 64;

/** A program whose stacks are never the same can fill a disk: once they take so much, they are left out of the rest. */
const stackBudgetBytes = 512 << 20;

export interface StartContext {
  readonly client: Client;
  readonly services: Services;
  readonly settings: StopSettings;
  /** Settles when the client has said where to stop; rejects when it has gone. */
  readonly configured: Promise<void>;
  readonly offersTerminal: boolean;
}

/** A program that is traced, and how to part from it. */
export interface StartedProgram {
  readonly program: TracedProgram;
  /** Kills it or lets it go, whichever is asked for or is usual for how it was started; settles when nothing is traced any more. */
  leave(terminate: boolean | undefined): Promise<void>;
}

/** Rejects with DapError. */
export async function startLaunched(configuration: LaunchConfiguration, context: StartContext): Promise<StartedProgram> {
  const selection = new TraceSelection(configuration);
  const program = await resolveProgram(configuration);
  const inTerminal = configuration.console === 'integratedTerminal';
  if (inTerminal && !context.offersTerminal) throw terminalFailed('this client has no terminal for programs; use "console": "internalConsole"');
  await context.configured;
  return inTerminal ? inTheTerminal(configuration, program, selection, context) : inTheConsole(configuration, program, selection, context);
}

/** Rejects with DapError. */
export async function startAttached(configuration: AttachConfiguration, context: StartContext): Promise<StartedProgram> {
  const selection = new TraceSelection(configuration);
  await context.configured;
  const target: AttachTarget = { kind: 'attach', pids: [configuration.pid] };
  const started = trace({ configuration, context, selection, target, end: new SessionEnd(context.client, 'attach', undefined), haltOnExec: false });
  context.client.sendEvent(processEvent(executableOf(configuration.pid), configuration.pid, 'attach'));
  if (configuration.stopOnEntry) started.program.debuggee.capture.pause();
  return started;
}

function inTheConsole(configuration: LaunchConfiguration, program: Program, selection: TraceSelection, context: StartContext): StartedProgram {
  const stdio = new ProgramStdio(() => context.services.openPipe(), context.client);
  const { file, argv, env, cwd } = program;
  const target: LaunchTarget = { kind: 'launch', file, argv, env, cwd, stdio: stdio.fds, exitKill: configuration.killOnExit };
  try {
    const started = trace({
      configuration,
      context,
      selection,
      target,
      end: new SessionEnd(context.client, 'launch', stdio),
      haltOnExec: configuration.stopOnEntry,
    });
    context.client.sendEvent(processEvent(file, started.program.pid, 'launch'));
    return started;
  } finally {
    stdio.started();
  }
}

async function inTheTerminal(configuration: LaunchConfiguration, program: Program, selection: TraceSelection, context: StartContext): Promise<StartedProgram> {
  const { client, services } = context;
  const { file, argv, cwd } = program;
  const title = path.basename(file);
  const stub = await launchInTerminal(client, { stubPath: services.stubPath, file, argv, cwd, env: configuration.env, title });
  let started: StartedProgram;
  try {
    const target: AttachTarget = { kind: 'attach', pids: [stub.pid] };
    started = trace({
      configuration,
      context,
      selection,
      target,
      end: new SessionEnd(client, 'launch', undefined),
      haltOnExec: configuration.stopOnEntry,
      stub,
    });
  } catch (error) {
    stub.dismiss();
    throw error;
  }
  await stub.go();
  client.sendEvent(processEvent(file, stub.pid, 'launch'));
  return started;
}

interface TraceRequest {
  readonly configuration: TracingConfiguration;
  readonly context: StartContext;
  readonly selection: TraceSelection;
  readonly target: LaunchTarget | AttachTarget;
  readonly end: SessionEnd;
  readonly haltOnExec: boolean;
  /** The target is this stub: nothing is shown before it becomes the program. */
  readonly stub?: WaitingStub;
}

function trace({ configuration, context, selection, target, end, haltOnExec, stub }: TraceRequest): StartedProgram {
  const { client, services, settings } = context;
  const recording = recordingFile(configuration.record);
  const entrance = stub && new StubEntrance(haltOnExec);
  const maxBytes = configuration.maximumSize * 2 ** 20;
  const stackBudget = maxBytes === 0 ? stackBudgetBytes : Math.min(stackBudgetBytes, maxBytes / 2);
  const plan = () => selection.plan(settings.haltingCalls);
  const capture: CaptureOptions = {
    tracePath: recording.path,
    temporary: recording.temporary,
    maxBytes,
    plan: entrance ? stubPlan() : plan(),
    follow: configuration.followForks,
    seccomp: 'auto',
    lockstep: false,
    stackBytes,
    stackFrames,
    stackOnError: selection.stackCondition.onError,
    stackSlowNs: selection.stackCondition.slowNs,
    stackLimit: stackBudget,
    haltOnExec,
    haltSignals: settings.haltSignals,
    crashSignals,
    debug: process.env.SYSCALL_TRACE_DEBUG === '1',
  };
  const program = explainStart(() => {
    return new TracedProgram({
      client,
      services,
      target,
      capture,
      vocabulary: services.vocabulary,
      print: selection.print,
      recording: recording.temporary ? undefined : recording.path,
      shownHalt: (halt, traced) => (entrance ? entrance.shownHalt(halt, traced, plan) : halt.reason),
      onEnded: (status) => void end.ended(program, status),
    });
  });
  settings.onHaltSignals = (signals) => program.debuggee.capture.setHaltSignals(signals);
  settings.onHaltingCalls = () => {
    if (!entrance?.waiting) program.debuggee.capture.setPlan(plan());
  };
  return { program, leave: (terminate) => end.leave(program, terminate) };
}
