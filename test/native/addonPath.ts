import { resolve } from 'node:path';

/** The built addon; SYSCALL_TRACE_ADDON names another build of it (a sanitized one). */
export const addonPath = process.env.SYSCALL_TRACE_ADDON ?? resolve(import.meta.dirname, '../../dist/native/syscall_trace.node');
