import { constants } from 'node:fs';
import { access, open, readdir, readFile, stat } from 'node:fs/promises';
import type { FileProbe } from './configurationFromNothing.js';

const elfMagic = Buffer.from('\x7fELF', 'latin1');
/** A manifest larger than this is not read. */
const textLimitBytes = 1 << 20;

/** The machine’s own files. Whatever cannot be read counts as absent. */
export const machineFiles: FileProbe = {
  async isProgram(path) {
    try {
      if (!(await stat(path)).isFile()) return false;
      await access(path, constants.X_OK);
      return await beginsWithElfMagic(path);
    } catch {
      return false;
    }
  },
  async list(directory) {
    try {
      return await readdir(directory);
    } catch {
      return [];
    }
  },
  async readText(path) {
    try {
      return (await stat(path)).size > textLimitBytes ? undefined : await readFile(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

async function beginsWithElfMagic(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(elfMagic.length), 0, elfMagic.length, 0);
    return bytesRead === elfMagic.length && buffer.equals(elfMagic);
  } finally {
    await file.close();
  }
}
