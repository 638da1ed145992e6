// Runs one TypeScript file with Node: `node test/harness/run-ts.mjs <file.ts> [arguments]`. The file is bundled in memory,
// packages stay outside, and it runs from the project's root with its own process.argv.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './bootstrap.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [file, ...args] = process.argv.slice(2);
if (file === undefined || !existsSync(resolve(root, file))) {
  console.error(`There is no ${file ?? 'file'} to run.`);
  process.exit(2);
}
ensurePackages(root);
const { build } = await import('esbuild');
// Inside the project, so that packages and import.meta-relative paths resolve as they do from the source.
const folder = join(root, 'dist', 'scripts');
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `${basename(file, '.ts')}-${process.pid}.mjs`);
await build({
  absWorkingDir: root, entryPoints: [file], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20',
  packages: 'external', sourcemap: 'inline', logLevel: 'warning',
});
const run = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...args], { cwd: root, stdio: 'inherit' });
rmSync(outfile, { force: true });
process.exit(run.status ?? 1);
