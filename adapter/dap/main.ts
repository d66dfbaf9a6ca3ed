/** The debug adapter process: DAP on stdin and stdout, or a server for many clients. */
import { Console } from 'node:console';
import { parseCommandLine, usage } from './commandLine.js';
import { Connection } from './connection.js';
import { DapError } from './errors.js';
import { loadServices } from './loadServices.js';
import { RecordedTrace } from './recordedTrace.js';
import { serve } from './serverMode.js';
import type { Services } from './services.js';
import { Session } from './session.js';

const badUsageStatus = 2;
const failureStatus = 1;

/** stdout carries the protocol: whatever any library prints goes to stderr. */
globalThis.console = new Console(process.stderr, process.stderr);

const log = (text: string) => process.stderr.write(`syscall-trace adapter: ${text}\n`);

async function main(): Promise<void> {
  const commandLine = parseCommandLine(process.argv.slice(2));
  switch (commandLine.mode) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'bad':
      process.stderr.write(`syscall-trace adapter: ${commandLine.problem}; see --help\n`);
      process.exitCode = badUsageStatus;
      return;
    case 'server':
      return runServer(commandLine.port, loadServices(log));
    case 'recording':
      return runRecording(commandLine.path, loadServices(log));
    case 'stdio':
      return runStdio(loadServices(log));
  }
}

async function runServer(port: number, services: Services): Promise<void> {
  const server = await serve(port, services);
  process.stdout.write(`Listening on 127.0.0.1:${server.port}\n`);
  onSignals(() => server.close());
}

function runStdio(services: Services): void {
  let session: Session | undefined;
  const leave = async () => {
    await session?.clientGone();
    process.exit(0);
  };
  const connection = new Connection(process.stdin, process.stdout, log, () => void leave());
  // The client has been answered when what was written before this has gone out.
  session = new Session(connection, services, () => process.stdout.write('', () => process.exit(0)));
  connection.serve(session.handlers);
  onSignals(async () => connection.shutdown());
}

/** Lives as long as its client asks. */
function runRecording(path: string, services: Services): void {
  const connection = new Connection(process.stdin, process.stdout, log, () => process.exit(0));
  connection.serve(new RecordedTrace(path, connection, services).handlers);
  onSignals(async () => connection.shutdown());
}

/** Whoever ends the adapter politely gets what a client that goes gets: no program stays stopped. */
function onSignals(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void close().finally(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  log(error instanceof DapError || error instanceof Error ? error.message : String(error));
  process.exitCode = failureStatus;
});
