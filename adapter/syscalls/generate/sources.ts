/** Everything the generator writes: file name in adapter/syscalls/generated and its text. */
import { constantsSource } from './constants.js';
import { errnoSource } from './errno.js';
import { ioctlSource } from './ioctl.js';
import { numbersSource } from './numbers.js';

export function generatedSources(): readonly (readonly [file: string, text: string])[] {
  return [
    ['numbers.gen.ts', numbersSource()],
    ['errno.gen.ts', errnoSource()],
    ['constants.gen.ts', constantsSource()],
    ['ioctl.gen.ts', ioctlSource()],
  ];
}
