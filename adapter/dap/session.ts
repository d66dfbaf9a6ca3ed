/** One debug session: which requests there are, and the life of its program from launch to the end. */
import { CapabilitiesEvent, InitializedEvent, OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { crashRequests } from '../protocol/crashes.js';
import { attachFields, launchFields, monitorFields, type TracingConfiguration } from '../protocol/launchConfiguration.js';
import type { Symbolizer } from '../symbols/frame.js';
import { MappedSymbolizer } from '../symbols/mappedSymbolizer.js';
import { SourceFinder } from '../symbols/sourceFinder.js';
import { SourceMap } from '../symbols/sourceMap.js';
import { capabilities, capabilitiesAttached } from './capabilities.js';
import { checkedConfiguration } from './checkedConfiguration.js';
import type { Client } from './connection.js';
import { CrashMonitoring } from './crashes/crashMonitoring.js';
import { Deferred } from './deferred.js';
import { alreadyStarted, noMonitor, notStarted, sessionEnding } from './errors.js';
import { inspection } from './inspection.js';
import type { Command, RequestHandlers } from './requestTypes.js';
import { rowsRequests } from './rowsRequests.js';
import { runControl } from './runControl.js';
import type { Services } from './services.js';
import { type StartedProgram, startAttached, startLaunched } from './start.js';
import { StopSettings } from './stopSettings.js';
import type { TracedProgram } from './tracedProgram.js';

export class Session {
  /** A session that watches for crashes puts its own in. */
  readonly handlers: { -readonly [C in Command]: RequestHandlers[C] };
  private readonly settings = new StopSettings();
  private readonly configured = new Deferred<void>();
  private clientCapabilities: DebugProtocol.InitializeRequestArguments = { adapterID: '' };
  private begun = false;
  private started: { readonly program?: TracedProgram; leave(terminate: boolean | undefined): Promise<void> } | undefined;
  private leaving: Promise<void> | undefined;
  private stopNotices: (() => void) | undefined;

  /** `onDisconnected`: the client has said goodbye and has been answered. */
  constructor(
    private readonly client: Client,
    private readonly services: Services,
    private readonly onDisconnected: () => void,
  ) {
    this.stopNotices = services.symbolizer.onNotice?.(this.notice);
    const traced = (command: string): TracedProgram => {
      if (!this.started?.program) throw notStarted(command);
      return this.started.program;
    };
    const running = (command: string): TracedProgram => {
      const program = traced(command);
      if (program.debuggee.state === 'ended') throw notStarted(command);
      return program;
    };
    this.handlers = {
      initialize: (args) => this.initialize(args),
      launch: (args) => this.begin(() => this.launch(args)),
      attach: (args) => this.begin(() => this.attach(args)),
      configurationDone: () => this.configured.resolve(),
      disconnect: (args) => this.disconnect(args?.terminateDebuggee),
      terminate: () => void running('terminate').kill(),
      ...runControl(this.settings, running),
      ...inspection(running),
      ...rowsRequests(traced),
      [crashRequests.open]: () => {
        throw noMonitor();
      },
    };
  }

  /** The client has gone without a word: as if it had disconnected. Settles when nothing is traced any more. */
  clientGone(): Promise<void> {
    return this.leave(undefined);
  }

  private initialize(args: DebugProtocol.InitializeRequestArguments | undefined): DebugProtocol.Capabilities {
    this.clientCapabilities = args ?? this.clientCapabilities;
    setImmediate(() => this.client.sendEvent(new InitializedEvent()));
    return capabilities;
  }

  /** One program a session; a launch that failed may be tried again. */
  private async begin(start: () => Promise<NonNullable<Session['started']>>): Promise<void> {
    if (this.begun) throw alreadyStarted();
    if (this.leaving) throw sessionEnding();
    this.begun = true;
    try {
      this.started = await start();
    } catch (error) {
      this.begun = false;
      throw error;
    }
    // The client went while the program was being started.
    if (this.leaving) await this.started.leave(undefined);
  }

  private async launch(args: unknown): Promise<StartedProgram> {
    const configuration = checkedConfiguration(launchFields, args);
    return startLaunched(configuration, this.context(configuration));
  }

  private async attach(args: unknown): Promise<NonNullable<Session['started']>> {
    if (isMonitor(args)) return this.watch(args);
    const configuration = checkedConfiguration(attachFields, args);
    this.client.sendEvent(new CapabilitiesEvent(capabilitiesAttached));
    return startAttached(configuration, this.context(configuration));
  }

  private async watch(args: unknown): Promise<{ leave(): Promise<void> }> {
    const monitoring = new CrashMonitoring(this.client, this.services, checkedConfiguration(monitorFields, args));
    await this.configured.promise;
    await monitoring.start();
    Object.assign(this.handlers, monitoring.handlers);
    return monitoring;
  }

  private readonly notice = (text: string): void => this.client.sendEvent(new OutputEvent(`${text}\n`, 'important'));

  private context({ sourceMap, sourceFolders, debuginfod }: TracingConfiguration) {
    const { client, services, settings } = this;
    const rules = Object.entries(sourceMap).map(([from, to]) => ({ from, to }));
    const inner = debuginfod ? this.openDebuginfod() : services.symbolizer;
    const finder = sourceFolders.length === 0 ? undefined : new SourceFinder(sourceFolders);
    const symbolizer = rules.length === 0 && finder === undefined ? inner : new MappedSymbolizer(inner, new SourceMap(rules, finder));
    return {
      client,
      services: { ...services, symbolizer },
      settings,
      configured: this.configured.promise,
      offersTerminal: this.clientCapabilities.supportsRunInTerminalRequest === true,
    };
  }

  private openDebuginfod(): Symbolizer {
    const symbolizer = this.services.debuginfodSymbolizer(this.notice);
    const stopOthers = this.stopNotices;
    const stop = symbolizer.onNotice?.(this.notice);
    this.stopNotices = () => {
      stopOthers?.();
      stop?.();
      symbolizer.close?.();
    };
    return symbolizer;
  }

  private async disconnect(terminate: boolean | undefined): Promise<void> {
    await this.leave(terminate);
    setImmediate(this.onDisconnected);
  }

  private leave(terminate: boolean | undefined): Promise<void> {
    this.stopNotices?.();
    this.configured.reject(sessionEnding());
    this.leaving ??= this.started?.leave(terminate) ?? Promise.resolve();
    return this.leaving;
  }
}

/** Whether an `attach` asks for crashes instead of calls. */
const isMonitor = (args: unknown): boolean => typeof args === 'object' && args !== null && 'segfaultMonitor' in args && args.segfaultMonitor === true;
