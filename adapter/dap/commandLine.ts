/** The adapter’s own command line. */

export const usage = `Usage: node adapter.js [--server PORT | --recording FILE]

Debug adapter of Syscall Trace: speaks the Debug Adapter Protocol on stdin and stdout.

  --server PORT  serve clients on 127.0.0.1:PORT instead; 0 takes a free port. Prints the address.
  --recording FILE
                 answer the views' requests about a recording (.sctrace), and nothing else
  --help         print this
`;

export type CommandLine =
  | { readonly mode: 'stdio' | 'help' }
  | { readonly mode: 'server'; readonly port: number }
  | { readonly mode: 'recording'; readonly path: string }
  /** `problem`: one line for the user. */
  | { readonly mode: 'bad'; readonly problem: string };

export function parseCommandLine(args: readonly string[]): CommandLine {
  const [first, second, ...rest] = args;
  if (first === undefined) return { mode: 'stdio' };
  if (first === '--help' || first === '-h') return { mode: 'help' };
  if (first === '--recording') return recordingMode(second, rest);
  const assigned = /^--server=(.*)$/.exec(first)?.[1];
  if (first !== '--server' && assigned === undefined) return { mode: 'bad', problem: `unknown argument "${first}"` };
  const port = assigned ?? second;
  const extra = assigned === undefined ? rest[0] : second;
  if (port === undefined || !/^\d{1,5}$/.test(port) || Number(port) > 65535) return { mode: 'bad', problem: '--server needs a port: 0 to 65535' };
  return extra === undefined ? { mode: 'server', port: Number(port) } : { mode: 'bad', problem: `unknown argument "${extra}"` };
}

function recordingMode(path: string | undefined, rest: readonly string[]): CommandLine {
  if (path === undefined || path === '') return { mode: 'bad', problem: '--recording needs a file' };
  return rest[0] === undefined ? { mode: 'recording', path } : { mode: 'bad', problem: `unknown argument "${rest[0]}"` };
}
