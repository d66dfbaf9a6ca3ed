// Bundles everything that runs as JavaScript: `node esbuild.mjs [--minify] [--watch] [--outdir DIR]`.
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { context } from 'esbuild';

const { minify, watch, outdir } = parseArgs({
  options: {
    minify: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
}).values;

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
  { ...node, entry: 'adapter/cli/main.ts', outfile: `${outdir}/cli.js`, banner: { js: '#!/usr/bin/env node' } },
  { ...node, entry: 'adapter/dap/main.ts', outfile: `${outdir}/adapter.js` },
  { ...node, entry: 'extension/main.ts', outfile: `${outdir}/extension.js`, external: ['vscode'] },
  ...webviewFolders().map((name) => ({ ...browser, entry: `media/${name}/main.ts`, outfile: `${outdir}/media/${name}.js` })),
];

const contexts = await Promise.all(
  bundles.map(({ entry, ...options }) =>
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
  chmodSync(`${outdir}/cli.js`, 0o755);
}

/** The folders of media/ that hold a webview of their own; the others are shared by them. */
function webviewFolders() {
  return readdirSync('media', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`media/${entry.name}/main.ts`))
    .map((entry) => entry.name);
}
