import path from 'node:path';

/** Where the addon lies: beside the bundle in dist/, or, for code run from its sources, in the project's dist/. */
function addonPath(): string {
  const named = process.env.SYSCALL_TRACE_ADDON;
  if (named !== undefined && named !== '') return named;
  const beside = path.join(__dirname, 'native/syscall_trace.node');
  const { base, dir } = path.parse(__dirname);
  return base === 'capture' ? path.join(path.dirname(dir), 'dist/native/syscall_trace.node') : beside;
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
