/** The programs of test/programs/dap, compiled for one test file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const sources = path.resolve(import.meta.dirname, '../programs/dap');

export class TestPrograms {
  /** For files of the test; removed by `dispose`. */
  readonly directory = mkdtempSync(path.join(tmpdir(), 'syscall-trace-dap-'));

  /** Compiles `name`.c with debug information, without optimising; returns the executable. `more`: further options, such as -m32. */
  compile(name: string, ...more: readonly string[]): string {
    const executable = path.join(this.directory, [name, ...more].join('').replaceAll('/', '_'));
    const { status, stderr } = spawnSync('gcc', ['-g', '-O0', '-pthread', ...more, '-o', executable, sourceOf(name)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name}.c: ${stderr}`);
    return executable;
  }

  file(name: string): string {
    return path.join(this.directory, name);
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export function sourceOf(name: string): string {
  return path.join(sources, `${name}.c`);
}

/** Number of the line that ends in the comment `// MARK`. */
export function lineOf(name: string, mark: string): number {
  const index = readFileSync(sourceOf(name), 'utf8')
    .split('\n')
    .findIndex((line) => line.endsWith(`// ${mark}`));
  if (index < 0) throw new Error(`${name}.c has no line marked ${mark}`);
  return index + 1;
}
