/** Writes the generated data from this machine's headers. Run in the project's folder (`npm run generate`). */
import { writeFileSync } from 'node:fs';
import { generatedSources } from './sources.js';

for (const [file, text] of generatedSources()) {
  writeFileSync(`adapter/syscalls/generated/${file}`, text);
  process.stdout.write(`${file}: ${text.split('\n').length} lines\n`);
}
