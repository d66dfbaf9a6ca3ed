// `npm run bench [-- NAME [OPTIONS…]]`: runs one benchmark of this folder (NAME.bench.ts), or all of them.
// A benchmark prints figures and ratios to a peer from the same run; it passes no judgement.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const [wanted, ...options] = process.argv.slice(2);
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
if (wanted !== undefined && !all.includes(wanted)) {
  console.error(`bench: there is no benchmark '${wanted}'; choose one of: ${all.join(', ')}`);
  process.exit(2);
}
if (!existsSync(join(root, 'dist/cli.js'))) {
  console.error('bench: dist/cli.js is not there: run `npm run build` first');
  process.exit(2);
}

const outdir = join(root, 'dist/bench');
mkdirSync(outdir, { recursive: true });
for (const name of wanted === undefined ? all : [wanted]) {
  const outfile = join(outdir, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.bench.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...options], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}
