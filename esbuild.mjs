// Bundles everything that runs as JavaScript: `node esbuild.mjs [--minify] [--watch]`.
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { context } from 'esbuild';

const minify = process.argv.includes('--minify');
const watch = process.argv.includes('--watch');

/**
 * VS Code 1.95 runs extensions in Node 20; the command line asks for the same.
 * @type {import('esbuild').BuildOptions}
 */
const node = { platform: 'node', format: 'cjs', target: 'node20' };
/**
 * Webviews run in the Chromium of VS Code 1.95.
 * @type {import('esbuild').BuildOptions}
 */
const browser = { platform: 'browser', format: 'iife', target: 'chrome128' };

/** One line a bundle; a webview's style sheet is what its main.ts imports. */
const bundles = [
  { ...node, entry: 'adapter/cli/main.ts', outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...node, entry: 'adapter/dap/main.ts', outfile: 'dist/adapter.js' },
  { ...node, entry: 'extension/main.ts', outfile: 'dist/extension.js', external: ['vscode'] },
  ...webviewFolders().map((name) => ({ ...browser, entry: `media/${name}/main.ts`, outfile: `dist/media/${name}.js` })),
];

const present = bundles.filter(({ entry }) => {
  if (existsSync(entry)) return true;
  console.error(`esbuild: ${entry} is not there yet, skipped`);
  return false;
});

const contexts = await Promise.all(
  present.map(({ entry, ...options }) =>
    context({
      ...options,
      entryPoints: [entry],
      bundle: true,
      minify,
      sourcemap: !minify,
      legalComments: 'none',
      logLevel: 'warning',
      loader: { '.svg': 'dataurl' },
    }),
  ),
);

if (watch) {
  await Promise.all(contexts.map((bundle) => bundle.watch()));
  console.log('esbuild: watching');
} else {
  const results = await Promise.allSettled(contexts.map((bundle) => bundle.rebuild()));
  await Promise.all(contexts.map((bundle) => bundle.dispose()));
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755);
}

/** The folders of media/ that hold a webview of their own; the others are shared by them. */
function webviewFolders() {
  return readdirSync('media', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`media/${entry.name}/main.ts`))
    .map((entry) => entry.name);
}
