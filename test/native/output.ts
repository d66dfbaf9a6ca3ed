/** Pipes for the standard streams of a launched program, made so that what it writes can be awaited. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

let count = 0;

/** A file to write stdout to; `text` reads it. */
export function outputFile(): { readonly fd: number; text(): string } {
  const file = path.join(os.tmpdir(), `capture-output-${process.pid}-${count++}`);
  const fd = openSync(file, 'w+');
  return {
    fd,
    text: () => {
      closeSync(fd);
      const text = readFileSync(file, 'utf8');
      rmSync(file);
      return text;
    },
  };
}

/** An untraced program whose first line of output is awaited, with its end and its later output. */
export interface Running {
  readonly pid: number;
  /** Ends its stdin, which the test programs take as the word to end; resolves with exit code or signal. */
  finish(): Promise<number | NodeJS.Signals | null>;
  /** Resolves when it ends by itself or is killed. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
  output(): string;
}

/**
 * Starts a program by way of a shell: a child of our own could not be attached to by our own tracer thread, because libuv's
 * waitpid would take its stops. The program prints its pid as first line.
 */
export async function startProgram(argv: readonly string[]): Promise<Running> {
  const child = spawn('/bin/sh', ['-c', 'exec 3<&0; "$0" "$@" <&3 & wait $!', ...argv], { stdio: ['pipe', 'pipe', 'ignore'] });
  let text = '';
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal);
  const line = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      text += data;
      if (text.includes('\n')) resolve();
    });
  });
  await Promise.race([line, exited]);
  return {
    pid: Number(text.split('\n')[0]),
    exited,
    finish: () => {
      child.stdin.end();
      return exited;
    },
    output: () => text,
  };
}
