// `npm run package`: makes syscall-trace-linux-x64-VERSION.vsix, with the native parts built and everything minified, so that it
// installs and runs without a compiler.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './aptPackages.mjs';
import { buildIfNeeded, root } from './build.mjs';
import { runCommand } from './setupError.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';
import { contentTypes, vsixManifest } from './vsixManifest.mjs';

const staging = path.join(root, 'build/vsix');
const extension = path.join(staging, 'extension');
/** Beside what package.json's `files` names, what the Marketplace shows. */
const shown = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

await runCommand(() => {
  installPackages(['package']);
  buildIfNeeded();
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(extension, { recursive: true });

  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const file of [...shown, ...manifest.files]) cpSync(path.join(root, file), path.join(extension, file), { recursive: true, filter: isNoSourceMap });
  // The bundles of dist/ are for development: minified ones take their place.
  run('node', ['esbuild.mjs', '--minify', '--outdir', path.join(extension, 'dist')]);
  for (const file of ['syscall_trace.node', 'syscall-trace-bpf']) {
    const built = path.join(extension, 'dist/native', file);
    if (existsSync(built)) run('strip', ['--strip-unneeded', built]);
  }
  writeFileSync(path.join(extension, 'ThirdPartyNotices.txt'), thirdPartyNotices(root));

  const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
  writeFileSync(path.join(staging, '[Content_Types].xml'), contentTypes());
  writeFileSync(path.join(staging, 'extension.vsixmanifest'), vsixManifest(manifest, texts));
  const vsix = path.join(root, `${manifest.name}-linux-x64-${manifest.version}.vsix`);
  rmSync(vsix, { force: true });
  execFileSync('zip', ['-q', '-r', '-X', vsix, '[Content_Types].xml', 'extension.vsixmanifest', 'extension'], { cwd: staging, stdio: 'inherit' });
  console.log(path.relative(process.cwd(), vsix));
});

/** @param {string} file */
function isNoSourceMap(file) {
  return !file.endsWith('.map');
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(file, args) {
  execFileSync(file, args, { cwd: root, stdio: 'inherit' });
}
