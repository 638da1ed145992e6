// The licences of the packages that are inside the bundles, from esbuild's own list of what went in.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package that a file of a bundle came from, or null for the project's own files. */
function packageFolder(input) {
  const parts = input.split('/');
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return null;
  const length = parts[at + 1]?.startsWith('@') ? 3 : 2;
  return parts.slice(0, at + length).join('/');
}

/**
 * The packages inside some bundles, sorted by name, with the text of their licence.
 * @param root the project's folder
 * @param inputs the input files of the bundles, relative to root
 */
export function bundledPackages(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== null));
  const byName = new Map();
  for (const folder of folders) {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const name = manifest.name ?? folder.split('node_modules/').at(-1);
    const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
    const text = file !== undefined && existsSync(join(root, folder, file)) ? readFileSync(join(root, folder, file), 'utf8').trim() : '';
    byName.set(`${name}@${manifest.version}`, { name, version: manifest.version, license: typeof manifest.license === 'string' ? manifest.license : 'unknown', text });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The text of dist/THIRD-PARTY-NOTICES.txt. */
export function noticesText(packages) {
  const head = 'Routewarden contains the following packages, under their own licences.\n';
  return [head, ...packages.map(({ name, version, license, text }) => `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`)].join('\n');
}
