/**
 * Finds what F5 should trace when there is no launch configuration: what the open file was built into, the binary
 * that is open, or the script that is open.
 */
import { basename, dirname, extname, join } from 'node:path';

/** What the search may look at; paths are absolute. */
export interface FileProbe {
  /** An ELF file that may be executed. */
  isProgram(path: string): Promise<boolean>;
  /** Names in a directory; empty when there is none. */
  list(directory: string): Promise<readonly string[]>;
  /** Text of a small file; undefined when there is none. */
  readText(path: string): Promise<string | undefined>;
}

export interface OpenFile {
  readonly path: string;
  /** As the editor knows it; absent for a file that is not open as text. */
  readonly languageId?: string;
}

export interface FoundProgram {
  readonly program: string;
  readonly args: readonly string[];
  /** What to call the session. */
  readonly name: string;
}

export type Search =
  | { readonly kind: 'found'; readonly program: FoundProgram }
  | { readonly kind: 'notBuilt'; readonly source: string }
  | { readonly kind: 'unknown' };

/** Languages whose sources are built into a program of their own. */
const compiled: ReadonlySet<string> = new Set(['c', 'cpp', 'rust', 'go']);
const buildFolders = ['.', 'build', 'bin', 'out', 'target/debug', 'target/release'] as const;

/** Looks for what `file` stands for, no further up than `workspace`. */
export async function findProgram(file: OpenFile | undefined, workspace: string | undefined, probe: FileProbe): Promise<Search> {
  if (file === undefined) return workspace === undefined ? { kind: 'unknown' } : findOnly(workspace, probe);
  if (file.languageId === 'python') {
    return found(await pythonFor(workspace, probe), [file.path], basename(file.path));
  }
  if (await probe.isProgram(file.path)) return found(file.path, [], basename(file.path));
  if (file.languageId === undefined || !compiled.has(file.languageId)) return workspace === undefined ? { kind: 'unknown' } : findOnly(workspace, probe);
  const program = await findBuilt(file, workspace, probe);
  return program === undefined ? { kind: 'notBuilt', source: file.path } : found(program, [], basename(program));
}

const found = (program: string, args: readonly string[], name: string): Search => ({ kind: 'found', program: { program, args, name } });

/** The interpreter of the workspace’s virtual environment, else the one on PATH. */
async function pythonFor(workspace: string | undefined, probe: FileProbe): Promise<string> {
  for (const environment of workspace === undefined ? [] : ['.venv', 'venv']) {
    const interpreter = join(workspace ?? '', environment, 'bin', 'python');
    if (await probe.isProgram(interpreter)) return interpreter;
  }
  return 'python3';
}

/** The program that a source file was built into: named like it, like its project, or the only one where builds go. */
async function findBuilt(file: OpenFile, workspace: string | undefined, probe: FileProbe): Promise<string | undefined> {
  const folders = upTo(dirname(file.path), workspace);
  const stem = basename(file.path, extname(file.path));
  const names = [stem, basename(file.path, extname(file.path)).toLowerCase(), ...(await projectNames(file, folders, probe)), 'a.out'];
  for (const name of new Set(names)) {
    for (const folder of folders) {
      for (const build of buildFolders) {
        const candidate = join(folder, build, name);
        if (await probe.isProgram(candidate)) return candidate;
      }
    }
  }
  for (const folder of folders) {
    const only = await onlyProgram(folder, probe);
    if (only !== undefined) return only;
  }
  return undefined;
}

/** Directories from `directory` up to the workspace folder, nearest first; only itself outside of the workspace. */
function upTo(directory: string, workspace: string | undefined): readonly string[] {
  if (workspace === undefined || (directory !== workspace && !directory.startsWith(`${workspace}/`))) return [directory];
  const folders: string[] = [];
  for (let folder = directory; folder.length >= workspace.length; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === workspace) break;
  }
  return folders;
}

/** Names that cargo and go give to the program of a project. */
async function projectNames(file: OpenFile, folders: readonly string[], probe: FileProbe): Promise<readonly string[]> {
  if (file.languageId === 'go') return [basename(dirname(file.path))];
  if (file.languageId !== 'rust') return [];
  const names: string[] = [];
  for (const folder of folders) {
    const manifest = await probe.readText(join(folder, 'Cargo.toml'));
    for (const match of manifest?.matchAll(/^\s*name\s*=\s*"([\w-]+)"/gm) ?? []) if (match[1] !== undefined) names.push(match[1]);
  }
  return names;
}

async function findOnly(workspace: string, probe: FileProbe): Promise<Search> {
  const only = await onlyProgram(workspace, probe);
  return only === undefined ? { kind: 'unknown' } : found(only, [], basename(only));
}

/** The program in the first build folder that holds any, if it holds exactly one. */
async function onlyProgram(folder: string, probe: FileProbe): Promise<string | undefined> {
  for (const build of buildFolders) {
    const directory = join(folder, build);
    const programs: string[] = [];
    for (const name of await probe.list(directory)) {
      if (!/\.(?:so(?:\.[\d.]+)?|o|a|sctrace)$/.test(name) && (await probe.isProgram(join(directory, name)))) programs.push(join(directory, name));
    }
    if (programs.length > 0) return programs.length === 1 ? programs[0] : undefined;
  }
  return undefined;
}
