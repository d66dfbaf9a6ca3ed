import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canGenerate } from './compiler.js';
import { asmHeaderFolder } from './numbers.js';
import { generatedSources } from './sources.js';

/** The headers that the checked-in data was made from: others know other names. */
const sameHeaders = (): boolean =>
  existsSync('/usr/share/doc/linux-libc-dev') &&
  readFileSync('/usr/include/linux/version.h', 'utf8').includes('LINUX_VERSION_MAJOR 6\n#define LINUX_VERSION_PATCHLEVEL 1');
const usable = existsSync(`${asmHeaderFolder}/unistd_x32.h`) && canGenerate() && sameHeaders();

describe.skipIf(!usable)('generated data (needs gcc and the headers of linux-libc-dev 6.1)', () => {
  it('T6: is what the generator writes from the headers', { timeout: 120_000 }, () => {
    for (const [file, text] of generatedSources()) {
      expect(readFileSync(new URL(`../generated/${file}`, import.meta.url), 'utf8') === text, `${file} is out of date: npm run generate`).toBe(true);
    }
  });
});
