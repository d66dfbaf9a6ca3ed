import { accessSync, constants, statSync } from 'node:fs';
import { failure } from './cliError.js';
import { errnoWords } from './errnoWords.js';

/**
 * The file that `name` stands for, as execvp(3) finds it: as it is when it has a slash, else the first executable file
 * of that name in the directories of `path` (an empty one is the current directory).
 * @throws CliError as strace says it: `Can't stat 'x': No such file or directory`
 */
export function findProgram(name: string, path: string | undefined): string {
  if (name.includes('/')) {
    try {
      statSync(name);
      return name;
    } catch (error) {
      throw failure(`Can't stat '${name}': ${errnoWords(error)}`);
    }
  }
  for (const directory of name === '' ? [] : (path ?? '/bin:/usr/bin').split(':')) {
    const candidate = `${directory === '' ? '.' : directory}/${name}`;
    if (isExecutableFile(candidate)) return candidate;
  }
  throw failure(`Can't stat '${name}': No such file or directory`);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: the next directory may have it.
    return false;
  }
}
