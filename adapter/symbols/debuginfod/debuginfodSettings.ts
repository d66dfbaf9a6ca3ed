import path from 'node:path';

/** What debuginfod-client(7) has in environment variables. */
export interface DebuginfodSettings {
  /** Servers in the order in which they are asked, without a slash at the end. */
  readonly servers: readonly string[];
  readonly cacheDirectory: string;
  /** A server that sends less than {@link leastBytes} in this time is given up. 0: never. */
  readonly timeoutMs: number;
  /** The most that one file may take. 0: no limit. */
  readonly totalTimeoutMs: number;
  /** Of one file. */
  readonly mostBytes: number;
}

/** What has to come within the timeout. */
export const leastBytes = 100 << 10;

const DEFAULT_TIMEOUT_S = 90;
/** Without DEBUGINFOD_MAXSIZE: above what the largest programs have, and a server cannot fill the disk. */
const DEFAULT_MOST_BYTES = 4 * 2 ** 30;
/** Timers of Node take no more (setTimeout of the Node documentation). */
const MOST_SECONDS = 2_147_483;

/** Undefined when DEBUGINFOD_URLS names no server over http or https. `home`: the user’s own directory. */
export function debuginfodSettings(env: NodeJS.ProcessEnv, home: string): DebuginfodSettings | undefined {
  const servers = (env.DEBUGINFOD_URLS ?? '').split(/\s+/u).filter(isServer);
  if (servers.length === 0) return undefined;
  return {
    servers: servers.map((server) => server.replace(/\/+$/u, '')),
    cacheDirectory: cacheDirectory(env, home),
    timeoutMs: seconds(env.DEBUGINFOD_TIMEOUT, DEFAULT_TIMEOUT_S) * 1000,
    totalTimeoutMs: seconds(env.DEBUGINFOD_MAXTIME, 0) * 1000,
    mostBytes: positive(env.DEBUGINFOD_MAXSIZE) ?? DEFAULT_MOST_BYTES,
  };
}

/** Other schemes, as file:, are not read. */
function isServer(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function cacheDirectory(env: NodeJS.ProcessEnv, home: string): string {
  const { DEBUGINFOD_CACHE_PATH: named = '', XDG_CACHE_HOME: xdg = '' } = env;
  if (named !== '') return path.resolve(named);
  return path.join(path.isAbsolute(xdg) ? xdg : path.join(home, '.cache'), 'debuginfod_client');
}

/** Zero and below mean none. */
function seconds(text: string | undefined, usual: number): number {
  return text === undefined || !/^-?\d+$/u.test(text) ? usual : Math.min(Math.max(Number(text), 0), MOST_SECONDS);
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/u.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
