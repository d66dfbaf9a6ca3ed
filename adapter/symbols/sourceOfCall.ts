import type { Frame } from './frame.js';

/** Where the source of libraries and compilers’ headers lies once they are installed. */
const installedSources = ['/usr/include/', '/usr/lib/', '/usr/local/include/', '/usr/src/debug/', '/rustc/'];

/** The C library, the loader, the thread libraries of old, and the kernel’s own image. */
const systemModule =
  /^(?:\[v(?:dso|syscall)\]|.*\/(?:ld-linux[^/]*|ld-musl[^/]*|ld-\d[^/]*|lib(?:c|pthread|dl|m|rt|resolv|util|anl|nsl)(?:-\d[^/]*)?\.so[^/]*))$/;

/**
 * The frame that made the call as the user sees it (T17): the innermost one whose source is the program’s own, so not that
 * of libc, of the loader or of a header of the system that was inlined. Undefined when no frame has such source.
 */
export function sourceOfCall(frames: readonly Frame[]): Frame | undefined {
  return frames.find(isOwnSource);
}

function isOwnSource({ file, line, module }: Frame): boolean {
  if (file === undefined || line === undefined) return false;
  // Distributions build their packages in a directory that they strip from the paths.
  if (!file.startsWith('/')) return false;
  return !installedSources.some((prefix) => file.startsWith(prefix)) && !(module !== undefined && systemModule.test(module));
}
