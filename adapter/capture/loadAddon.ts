import path from 'node:path';

/** Where a built native file lies: beside the bundle in dist/, or, for code run from its sources, in the project's dist/. */
export function nativeFile(name: string): string {
  const { base, dir } = path.parse(__dirname);
  return path.join(base === 'capture' ? path.join(path.dirname(dir), 'dist') : __dirname, 'native', name);
}

function addonPath(): string {
  const named = process.env.SYSCALL_TRACE_ADDON;
  return named !== undefined && named !== '' ? named : nativeFile('syscall_trace.node');
}

const loaded = new Map<string, unknown>();

/**
 * The native addon's exports; the caller declares the part that it uses. `SYSCALL_TRACE_ADDON` names another build of it.
 * Throws when it is missing or was built for another system.
 */
export function loadAddon<Exports>(): Exports {
  const file = addonPath();
  let exports = loaded.get(file);
  if (exports === undefined) {
    const module = { exports: {} };
    process.dlopen(module, file);
    exports = module.exports;
    loaded.set(file, exports);
  }
  return exports as Exports;
}
