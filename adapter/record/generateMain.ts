/** Writes the generated header. Run from the project's root, as generate.ts says. */
import { writeFileSync } from 'node:fs';
import { cxxHeader } from './generate.js';

writeFileSync('native/record/layout.gen.h', cxxHeader());
