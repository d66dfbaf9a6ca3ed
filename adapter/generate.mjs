// `npm run generate`: writes every checked-in file that is made from another one (*.gen.ts, *.gen.h).
// Unit tests beside the generators fail when one of them is out of date.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const generators = ['adapter/record/generateMain.ts', 'adapter/syscalls/generate/main.ts'];

for (const generator of generators) {
  const outfile = `build/generate/${generator.replaceAll('/', '-')}.cjs`;
  await build({ entryPoints: [generator], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' });
  const { status } = spawnSync(process.execPath, [outfile], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
