import { join } from 'node:path';

/** How to run one of the project’s Node programs with the editor’s own Node, so that none need be installed. */
export interface NodeCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

/** The debug adapter, speaking DAP on its standard input and output. */
export function adapterCommand(extensionPath: string, args: readonly string[] = []): NodeCommand {
  return {
    command: process.execPath,
    args: [join(extensionPath, 'dist', 'adapter.js'), ...args],
    // In the desktop editor process.execPath is Electron, which is a plain Node only when told so.
    env: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
  };
}
