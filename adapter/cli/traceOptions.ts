import { filteringOptions } from './options/filteringOptions.js';
import { miscellaneousOptions } from './options/miscellaneousOptions.js';
import type { Spec } from './options/optionSpec.js';
import { outputOptions } from './options/outputOptions.js';
import { refusedOptions } from './options/refusedOptions.js';
import { startupOptions } from './options/startupOptions.js';
import { statisticsOptions } from './options/statisticsOptions.js';
import { timeOptions } from './options/timeOptions.js';
import { tracingOptions } from './options/tracingOptions.js';
import { valueOptions } from './options/valueOptions.js';

/** All options of `syscall-trace trace`: strace’s, and our own, in the order of the help. */
export const traceOptions: readonly Spec[] = [
  ...startupOptions,
  ...tracingOptions,
  ...filteringOptions,
  ...outputOptions,
  ...timeOptions,
  ...valueOptions,
  ...statisticsOptions,
  ...miscellaneousOptions,
  ...refusedOptions,
];
