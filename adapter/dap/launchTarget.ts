/** From a launch configuration to something that can be started; every way in which that fails has its own words. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LaunchConfiguration } from '../protocol/launchConfiguration.js';
import { badWorkingDirectory, programNotFound } from './errors.js';

/** Where PATH is not set at all (confstr(3), _CS_PATH). */
const defaultPath = '/bin:/usr/bin';

export interface Program {
  /** Absolute. */
  readonly file: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: readonly string[];
}

/** Rejects with DapError. */
export async function resolveProgram(configuration: LaunchConfiguration): Promise<Program> {
  const cwd = path.resolve(configuration.cwd ?? process.cwd());
  await checkDirectory(cwd);
  const env = environment(configuration.env);
  const searchPath = env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
  const file = await findProgram(configuration.program, cwd, searchPath);
  return { file, argv: [configuration.program, ...configuration.args], cwd, env };
}

/** The adapter’s environment with the changes; what makes the editor’s Electron act as Node is not the program’s business. */
export function environment(changes: Readonly<Record<string, string | null>>): string[] {
  const all: NodeJS.ProcessEnv = { ...process.env };
  delete all.ELECTRON_RUN_AS_NODE;
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete all[name];
    else all[name] = value;
  }
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

async function checkDirectory(cwd: string): Promise<void> {
  try {
    if (!(await stat(cwd)).isDirectory()) throw badWorkingDirectory(cwd, 'it is not a directory');
    await access(cwd, constants.X_OK);
  } catch (error) {
    throw reasonOf(error, (reason) => badWorkingDirectory(cwd, reason));
  }
}

async function findProgram(program: string, cwd: string, searchPath: string): Promise<string> {
  const inCwd = path.resolve(cwd, program);
  if (program.includes('/')) return checkProgram(program, inCwd);
  for (const directory of searchPath.split(':')) {
    const candidate = path.resolve(cwd, directory, program);
    if ((await whyNotRunnable(candidate)) === undefined) return candidate;
  }
  // A plain name that is a file of the working directory is what the user means, though a shell would want ./
  if ((await whyNotRunnable(inCwd)) !== 'no such file') return checkProgram(program, inCwd);
  throw programNotFound(program, `it is neither on PATH nor in ${cwd}`);
}

async function checkProgram(program: string, file: string): Promise<string> {
  const reason = await whyNotRunnable(file);
  if (reason !== undefined) throw programNotFound(program, reason === 'no such file' && file !== program ? `no such file: ${file}` : reason);
  return file;
}

/** Undefined when the file can be executed by this user, as far as can be told without trying. */
async function whyNotRunnable(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return 'it is a directory';
    if (!found.isFile()) return 'it is not a regular file';
  } catch (error) {
    return codeOf(error) === 'EACCES' ? 'a directory of its path may not be entered' : 'no such file';
  }
  try {
    await access(file, constants.X_OK);
    return undefined;
  } catch {
    return 'it is not executable (chmod +x)';
  }
}

function reasonOf(error: unknown, make: (reason: string) => Error): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return make(code === 'ENOENT' ? 'there is no such directory' : code === 'EACCES' ? 'permission denied' : code);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
