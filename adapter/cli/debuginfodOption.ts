import type { OptionSpec } from './getopt.js';

/** The option of every command that shows functions. */
export function debuginfodOption<Settings extends { debuginfod: boolean }>(group: string): OptionSpec<Settings> {
  return {
    group,
    long: ['debuginfod'],
    help: 'fetch debug information that is not on this machine from the servers in DEBUGINFOD_URLS',
    apply: (settings) => {
      settings.debuginfod = true;
    },
  };
}
