// Builds the three bundles: dist/client.js (VS Code), dist/server.js (language server) and dist/cli.js (command line).
// CommonJS, because that is what the extension host loads; every package that is not Node's or VS Code's is bundled in.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { bundledPackages, noticesText } from './notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Options common to the three bundles. */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The UMD builds of the vscode-* packages call a `require` that no bundler sees; their ES modules are plain imports.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  sourcemap: production ? false : 'linked',
  minify: production,
  keepNames: true,
  metafile: true,
  legalComments: production ? 'none' : 'inline',
  logLevel: 'warning',
};

// The command line's bundle is executed directly; its entry file may carry the line itself.
const hashbang = readFileSync(join(root, 'server/src/cli/main.ts'), 'utf8').startsWith('#!') ? {} : { banner: { js: '#!/usr/bin/env node' } };

const bundles = [
  { entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.js' },
  { entryPoints: ['server/src/lsp/main.ts'], outfile: 'dist/server.js' },
  { entryPoints: ['server/src/cli/main.ts'], outfile: 'dist/cli.js', ...hashbang },
];

mkdirSync(join(root, 'dist'), { recursive: true });
if (watch) {
  for (const bundle of bundles) await (await context({ ...common, ...bundle, logLevel: 'info' })).watch();
} else {
  const results = await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));
  const packages = bundledPackages(root, results.flatMap((result) => Object.keys(result.metafile.inputs)));
  writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), noticesText(packages));
  chmodSync(join(root, 'dist', 'cli.js'), 0o755);
}
