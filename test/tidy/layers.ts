import { posix } from 'node:path';
import { isBuiltin } from 'node:module';
import { importsOf, type Source, type Violation } from './source';

/** The layers of server/src, lowest first: each may import only those before it. From the design, section 4. */
const layerOrder = [
  'base', 'model', 'syntax', 'lower', 'specs', 'evaluate', 'dialects', 'libraries', 'link', 'checks', 'fixes', 'engine', 'reports', 'host', 'shell',
] as const;
type Layer = (typeof layerOrder)[number];

/** The three shells stand side by side: none may import another. */
const shells = ['lsp', 'cli', 'mcp'];

/** What a layer may not import although it is below it: the table's right column. */
const blind: Partial<Record<Layer, readonly Layer[]>> = {
  specs: ['lower'],
  dialects: ['syntax', 'lower', 'specs'],
  libraries: ['syntax', 'lower', 'specs', 'dialects'],
  link: ['syntax', 'lower'],
  checks: ['syntax', 'lower', 'specs', 'evaluate', 'dialects', 'libraries', 'link'],
  reports: ['syntax', 'lower', 'specs', 'evaluate', 'dialects', 'libraries', 'link', 'fixes', 'engine'],
};

/** Packages and the places that may import them; a package that is not here may be imported nowhere in server/src or client/src. */
const packages: readonly { readonly name: RegExp; readonly allowed: RegExp; readonly why: string }[] = [
  { name: /^(typescript|@typescript-eslint\/.*|yaml|jsonc-parser|@mrleebo\/prisma-ast)$/, allowed: /^server\/src\/syntax\//, why: 'only syntax turns text into trees' },
  { name: /^vscode$|^vscode-languageclient(\/|$)/, allowed: /^client\/src\//, why: 'only the client talks to VS Code' },
  { name: /^(vscode-languageserver|vscode-languageserver-(textdocument|types|protocol)|vscode-jsonrpc|vscode-uri|yaml-language-server)(\/|$)/, allowed: /^server\/src\/lsp\//, why: 'only the language server speaks the protocol' },
  { name: /^commander$/, allowed: /^server\/src\/cli\//, why: 'only the command line parses arguments' },
  { name: /^(ajv|tinyglobby|ignore)(\/|$)/, allowed: /^server\/src\/host\//, why: 'only the host reads files and configuration' },
  { name: /^(diff|sarif)$/, allowed: /^server\/src\/reports\//, why: 'only reports render' },
  { name: /^picomatch$/, allowed: /^server\/src\/(host|engine|specs|dialects)\//, why: 'globs belong to the host and to configuration overrides' },
];

/** Built-in modules that compute without touching the outside world. */
const pureBuiltins = /^node:(path(\/posix)?|util|assert)$/;

/** The layer of a file of server/src, or null when it stands in none. */
export function layerOf(path: string): Layer | null {
  const folder = /^server\/src\/([^/]+)\//.exec(path)?.[1];
  if (folder === undefined) return null;
  if (shells.includes(folder)) return 'shell';
  return (layerOrder as readonly string[]).includes(folder) && folder !== 'shell' ? (folder as Layer) : null;
}

/** The path that a relative import of a file points to, from the project's root; null for packages. */
function targetOf(path: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : null;
}

/** `dialects/express` of server/src/dialects/express/app.ts; null for files that stand in the layer's own folder. */
const unitOf = (path: string, layer: string): string | null => new RegExp(`^server/src/${layer}/([^/]+)/`).exec(path)?.[1] ?? null;

/** Why a file may not import another of server/src, or null. */
function relativeRefusal(path: string, target: string): string | null {
  const from = layerOf(path);
  const to = layerOf(target);
  // Data beside the code: the schema of the configuration, and the version.
  if (from === 'host' && /^(server\/schema\/[\w.-]+\.json|package\.json)$/.test(target)) return null;
  if (from === null) return `${path} stands in no layer of the design`;
  if (to === null) return `${target} is outside of the layers of server/src`;
  if (layerOrder.indexOf(to) > layerOrder.indexOf(from)) return `${from} may not import ${to}, which is above it`;
  if (blind[from]?.includes(to) === true) return `${from} may not see ${to}`;
  if (from !== to) return null;
  if (from === 'shell') {
    const [a, b] = [path, target].map((file) => /^server\/src\/([^/]+)\//.exec(file)?.[1]);
    return a === b ? null : `the shells ${a} and ${b} may not import each other`;
  }
  if (from === 'dialects' || from === 'libraries') {
    const [a, b] = [unitOf(path, from), unitOf(target, from)];
    if (a !== null && b !== null && a !== b) return `${from}/${a} may not import ${from}/${b}`;
  }
  if (from === 'checks' && unitOf(path, 'checks') !== null && unitOf(target, 'checks') !== null) return 'a check may not import another check';
  return null;
}

/** Why a file may not import a package or a built-in module, or null. */
function packageRefusal(path: string, specifier: string): string | null {
  const shell = /^server\/src\/(lsp|cli|mcp)\/|^client\/src\//.test(path);
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return specifier === 'vscode' ? null : `write node:${specifier}`;
    if (/^node:(vm|inspector|repl)/.test(specifier)) return `${specifier} could execute code of a workspace`;
    if (/^node:fs(\/|$)/.test(specifier)) return /^server\/src\/host\/|^client\/src\//.test(path) ? null : 'only host touches files';
    if (path.startsWith('server/src/host/') || shell || pureBuiltins.test(specifier)) return null;
    return `${specifier} is the outside world: only host and the shells may import it`;
  }
  const rule = packages.find((entry) => entry.name.test(specifier));
  if (rule === undefined) return `${specifier} is in no row of the package table; add it with the layer that owns it`;
  return rule.allowed.test(path) ? null : `${specifier} may not be imported here: ${rule.why}`;
}

/** Checks every import of server/src and client/src against the layer table. */
export function layerViolations(sources: readonly Source[]): Violation[] {
  const violations: Violation[] = [];
  for (const source of sources) {
    if (source.path.startsWith('server/src/') && layerOf(source.path) === null) {
      violations.push({ path: source.path, line: 1, message: 'stands in no layer of the design' });
      continue;
    }
    for (const { specifier, line, typeOnly } of importsOf(source)) {
      const target = targetOf(source.path, specifier);
      let message: string | null;
      if (target === null) message = packageRefusal(source.path, specifier);
      else if (source.path.startsWith('client/')) {
        if (target.startsWith('client/')) message = null;
        else if (target !== 'server/src/lsp/protocol') message = 'the client may import nothing of the server but the types of lsp/protocol';
        else message = typeOnly ? null : 'the client may import only types of lsp/protocol';
      } else message = relativeRefusal(source.path, target);
      if (message !== null) violations.push({ path: source.path, line, message });
    }
  }
  return violations;
}
