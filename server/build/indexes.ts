import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder whose parts register themselves by standing in it: what each exports, and which files count. */
interface Kind {
  readonly folder: string;
  readonly binding: 'check' | 'dialect' | 'library';
  readonly list: string;
  readonly type: string;
  readonly from: string;
  readonly parts: string;
  readonly order: string;
  files(names: readonly string[]): readonly string[];
}

const kinds: readonly Kind[] = [
  { folder: 'server/src/checks', binding: 'check', list: 'checks', type: 'AnyCheck', from: './check', parts: 'files', order: 'All checks, by id.', files: (names) => names.filter((name) => /^[^/]+\/[^/]+\.ts$/.test(name)) },
  { folder: 'server/src/dialects', binding: 'dialect', list: 'dialects', type: 'Dialect', from: './dialect', parts: 'folders', order: 'All dialects, by name.', files: (names) => names.filter((name) => /^[^/]+\/index\.ts$/.test(name)) },
  { folder: 'server/src/libraries', binding: 'library', list: 'libraries', type: 'Library', from: './library', parts: 'folders', order: 'All libraries, by kind and name.', files: (names) => names.filter((name) => /^[^/]+\/[^/]+\.ts$/.test(name)) },
];

/** The modules of a folder that export its binding, without extension, sorted: `auth/missing-authentication`, `express/index`. */
function modulesOf(root: string, kind: Kind): readonly string[] {
  const at = join(root, kind.folder);
  if (!existsSync(at)) return [];
  const names = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1).replaceAll('\\', '/'));
  return kind.files(names)
    .filter((name) => new RegExp(`^export const ${kind.binding}\\b`, 'm').test(readFileSync(join(at, name), 'utf8')))
    .map((name) => name.slice(0, -3))
    .sort();
}

const camel = (module: string): string => module.replace(/\/index$/, '').replaceAll(/[/-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function textOf(kind: Kind, modules: readonly string[]): string {
  return [
    `// Written by \`npm run generate\` from the ${kind.parts} of this folder; a test fails when it is stale.`,
    `import type { ${kind.type} } from '${kind.from}';`,
    ...modules.map((module) => `import { ${kind.binding} as ${camel(module)} } from './${module}';`),
    '',
    `/** ${kind.order} */`,
    `export const ${kind.list}: readonly ${kind.type}[] = [`,
    ...modules.map((module) => `  ${camel(module)},`),
    '];',
    '',
  ].join('\n');
}

/** Ids of all checks, from the files: `auth/missing-authentication` for server/src/checks/auth/missing-authentication.ts. Sorted. */
export function checkIds(root: string): readonly string[] {
  return kinds.filter((kind) => kind.binding === 'check').flatMap((kind) => modulesOf(root, kind));
}

/** The indexes of checks, dialects and libraries: path → text. Nobody keeps a second list of what stands in the folders. */
export function indexTexts(root: string): ReadonlyMap<string, string> {
  return new Map(kinds.map((kind) => [`${kind.folder}/index.generated.ts`, textOf(kind, modulesOf(root, kind))]));
}
