import { posix } from 'node:path';
import type { TextEdit } from '../base/span';
import { afterEol, eolOf, indentAt, lineEnd, lineStart } from './context';
import { appendItem } from './lists';
import { bindingsOf, nodesOf, skipTrivia, type Node, type SourceTreeOf, type TSESTree } from './tree';

/** A name that must be in scope: what to import from where. `module` is as a file next to this one would write it. */
export interface Need { readonly name: string; readonly module: string; readonly imported: string }

/** One way in which a file gets names from a module. */
interface Source { readonly module: string; readonly node: TSESTree.ImportDeclaration | TSESTree.VariableDeclaration; readonly quote: string; readonly semicolon: boolean }

const extensions = /\.(?:[cm]?[jt]sx?|json)$/;

/** A relative specifier as a path without extension or `/index`, so that equal modules compare equal; others stay. */
export function moduleKey(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier).replace(extensions, '').replace(/\/index$/, '') : specifier;
}

/** How `target` writes a module that `from` calls `specifier`; the extension style stays. */
export function specifierFor(target: string, from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = posix.relative(posix.dirname(target), posix.join(posix.dirname(from), specifier));
  return path.startsWith('.') ? path : `./${path}`;
}

/** How `target` writes the file `other`, with an extension if the relative imports that `target` has carry one. */
export function specifierOfFile(target: SourceTreeOf, other: string): string {
  const used = sourcesOf(target).map((source) => source.module).find((module) => module.startsWith('.'));
  const written = used === undefined ? undefined : extensions.exec(used)?.[0];
  const plain = other.replace(extensions, '');
  const own = extensions.exec(other)?.[0] ?? '';
  const suffix = written === undefined ? '' : /^\.[cm]?ts/.test(written) ? own : own.replace('tsx', 'js').replace('ts', 'js');
  const path = posix.relative(posix.dirname(target.file), written === undefined ? plain.replace(/\/index$/, '') : `${plain}${suffix}`);
  return path.startsWith('.') ? path : `./${path}`;
}

function requiredModule(node: Node | null): TSESTree.StringLiteral | null {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return null;
  const [argument] = node.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument : null;
}

/** The imports of a file at its top level, `require` included. */
function sourcesOf({ program, text }: SourceTreeOf): readonly Source[] {
  const source = (module: string, literal: Node, node: Source['node']): Source => ({ module, node, quote: text[literal.range[0]] ?? "'", semicolon: text[node.range[1] - 1] === ';' });
  return program.body.flatMap((node): readonly Source[] => {
    if (node.type === 'ImportDeclaration') return [source(node.source.value, node.source, node)];
    if (node.type !== 'VariableDeclaration' || node.declarations.length !== 1) return [];
    const literal = requiredModule(node.declarations[0]?.init ?? null);
    return literal === null ? [] : [source(literal.value, literal, node)];
  });
}

/** Where a name comes from that a file gets by `require`; null when it does not. */
export function requiredName(tree: SourceTreeOf, name: string): { readonly module: string; readonly imported: string } | null {
  for (const { module, node } of sourcesOf(tree)) {
    const id = node.type === 'VariableDeclaration' ? node.declarations[0]?.id : undefined;
    if (id?.type === 'Identifier' && id.name === name) return { module, imported: 'export=' };
    for (const property of id?.type === 'ObjectPattern' ? id.properties : []) {
      if (property.type === 'Property' && property.key.type === 'Identifier' && property.value.type === 'Identifier' && property.value.name === name) return { module, imported: property.key.name };
    }
  }
  return null;
}

const isModule = ({ program }: SourceTreeOf): boolean => program.body.some((node) => node.type === 'ImportDeclaration' || node.type.startsWith('Export'));

/** The local name under which a source gives an export, or null. */
function localNameOf(source: Source, imported: string): string | null {
  if (source.node.type === 'ImportDeclaration') {
    if (source.node.importKind === 'type') return null;
    for (const specifier of source.node.specifiers) {
      if (specifier.type === 'ImportDefaultSpecifier' && (imported === 'default' || imported === 'export=')) return specifier.local.name;
      if (specifier.type === 'ImportNamespaceSpecifier' && imported === '*') return specifier.local.name;
      if (specifier.type === 'ImportSpecifier' && specifier.importKind !== 'type' && nameOf(specifier.imported) === imported) return specifier.local.name;
    }
    return null;
  }
  const id = source.node.declarations[0]?.id;
  if (id?.type === 'Identifier') return imported === '*' || imported === 'export=' || imported === 'default' ? id.name : null;
  if (id?.type !== 'ObjectPattern') return null;
  for (const property of id.properties) {
    if (property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === imported && property.value.type === 'Identifier') return property.value.name;
  }
  return null;
}

const nameOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === 'Identifier' ? node.name : node.value);

/** What it takes to have names in scope: edits, and the names under which the file knows them already. */
export interface Imported { readonly edits: readonly TextEdit[]; readonly renamed: ReadonlyMap<string, string> }

/**
 * The edits that import what is needed, in the way the file imports other things: merged into an import of the same module where there
 * is one. Null when a name means something else in the file already. `use` is the offset at which the names are used.
 */
export function importNames(tree: SourceTreeOf, needs: readonly Need[], use: number): Imported | null {
  // A `require` below the use comes too late for it; imports are hoisted.
  const sources = sourcesOf(tree).filter(({ node }) => node.type === 'ImportDeclaration' || node.range[1] <= use);
  const renamed = new Map<string, string>();
  const missing: Need[] = [];
  for (const need of needs) {
    const same = sources.filter((source) => moduleKey(tree.file, source.module) === moduleKey(tree.file, need.module));
    const local = same.map((source) => localNameOf(source, need.imported)).find((name) => name !== null);
    if (local !== undefined && local !== null) { if (local !== need.name) renamed.set(need.name, local); continue; }
    if (bindingsOf(tree.program, need.name).length > 0) return null;
    missing.push(need);
  }
  const modules = [...new Set(missing.map((need) => need.module))];
  const merges = modules.map((module) => merge(tree, sources, missing.filter((need) => need.module === module)));
  const rest = merges.flatMap((one) => one.rest);
  return { edits: [...merges.flatMap((one) => one.edits), ...statements(tree, sources, rest)], renamed };
}

/** Puts the named ones among the needs of one module into an existing import of it; `rest` needs statements of its own. */
function merge(tree: SourceTreeOf, sources: readonly Source[], needs: readonly Need[]): { readonly edits: readonly TextEdit[]; readonly rest: readonly Need[] } {
  const [first] = needs;
  const named = needs.filter((need) => !['default', '*', 'export='].includes(need.imported));
  if (first === undefined || named.length === 0) return { edits: [], rest: needs };
  const rest = needs.filter((need) => !named.includes(need));
  for (const source of sources) {
    if (moduleKey(tree.file, source.module) !== moduleKey(tree.file, first.module)) continue;
    if (source.node.type === 'VariableDeclaration') {
      const id = source.node.declarations[0]?.id;
      if (id?.type !== 'ObjectPattern') continue;
      const open = id.range[0] + 1;
      const close = closingBrace(tree.text, id.properties, open);
      return { edits: appendItem(tree.text, { open, close, padded: true }, id.properties, named.map((need) => specifierText(need, ': ')).join(', ')), rest };
    }
    if (source.node.importKind === 'type' || source.node.specifiers.some((specifier) => specifier.type === 'ImportNamespaceSpecifier')) continue;
    const specifiers = source.node.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
    const text = named.map((need) => specifierText(need, ' as ')).join(', ');
    const byDefault = source.node.specifiers.find((specifier) => specifier.type === 'ImportDefaultSpecifier');
    const brace = bracesOf(tree.text, source.node, byDefault);
    if (brace !== null) return { edits: appendItem(tree.text, { open: brace + 1, close: closingBrace(tree.text, specifiers, brace + 1), padded: true }, specifiers, text), rest };
    if (byDefault !== undefined) return { edits: [{ start: byDefault.range[1], end: byDefault.range[1], newText: `, { ${text} }` }], rest };
  }
  return { edits: [], rest: needs };
}

/** Where the `{` of an import stands, or null when it has none. */
function bracesOf(text: string, node: TSESTree.ImportDeclaration, byDefault: Node | undefined): number | null {
  const from = byDefault === undefined ? node.range[0] + 'import'.length : byDefault.range[1];
  let at = skipTrivia(text, from);
  if (text[at] === ',') at = skipTrivia(text, at + 1);
  return text[at] === '{' ? at : null;
}

function closingBrace(text: string, items: readonly Node[], open: number): number {
  let at = skipTrivia(text, items.at(-1)?.range[1] ?? open);
  if (text[at] === ',') at = skipTrivia(text, at + 1);
  return at;
}

const specifierText = (need: Need, as: string): string => (need.imported === need.name ? need.name : `${need.imported}${as}${need.name}`);

/** New import statements for what could not be merged, behind the last import of the file. */
function statements(tree: SourceTreeOf, sources: readonly Source[], needs: readonly Need[]): readonly TextEdit[] {
  if (needs.length === 0) return [];
  const { text } = tree;
  const eol = eolOf(text);
  const model = sources.at(-1);
  const quote = model?.quote ?? quoteOf(tree);
  const end = (model?.semicolon ?? usesSemicolons(tree)) ? ';' : '';
  const lines = [...new Set(needs.map((need) => need.module))].flatMap((module) => {
    const wanted = needs.filter((need) => need.module === module);
    const named = wanted.filter((need) => !['default', '*', 'export='].includes(need.imported));
    const whole = wanted.filter((need) => !named.includes(need));
    const from = `${quote}${module}${quote}`;
    if (isModule(tree) || (sources.length === 0 && !/\.c?jsx?$/.test(tree.file))) {
      const one = whole.map((need) => `import ${need.imported === '*' ? `* as ${need.name}` : need.name} from ${from}${end}`);
      return named.length === 0 ? one : [...one, `import { ${named.map((need) => specifierText(need, ' as ')).join(', ')} } from ${from}${end}`];
    }
    // `default` of a module in CommonJS is a property, unless the module is its own default.
    const one = whole.map((need) => `const ${need.name} = require(${from})${need.imported === 'default' ? '.default' : ''}${end}`);
    return named.length === 0 ? one : [...one, `const { ${named.map((need) => specifierText(need, ': ')).join(', ')} } = require(${from})${end}`];
  });
  return [placed(tree, sources, lines, eol)];
}

function placed(tree: SourceTreeOf, sources: readonly Source[], lines: readonly string[], eol: string): TextEdit {
  const { text, program } = tree;
  // Imports may also stand further down; the block at the top is where people look for them.
  const last = sources.at(-1)?.node ?? program.body.filter((node) => node.type === 'ExpressionStatement' && node.directive !== undefined).at(-1);
  if (last !== undefined) {
    const at = lineEnd(text, last.range[1]);
    const indent = indentAt(text, last.range[0]);
    return { start: at, end: at, newText: lines.map((line) => `${eol}${indent}${line}`).join('') };
  }
  const at = topOf(tree);
  return { start: at, end: at, newText: `${lines.join(eol)}${eol}${text.slice(at).trim() === '' ? '' : eol}` };
}

/** Where the first import of a file goes: below the line for the shell, above the first statement and the comment that belongs to it. */
function topOf({ text, program }: SourceTreeOf): number {
  const shebang = text.startsWith('#!') ? afterEol(text, lineEnd(text, 0)) : 0;
  const [first] = program.body;
  if (first === undefined) return shebang;
  let at = lineStart(text, first.range[0]);
  for (const comment of [...(program.comments ?? [])].reverse()) {
    const gap = text.slice(comment.range[1], at);
    if (comment.range[1] <= at && gap.trim() === '' && gap.split(/\r\n|\n|\r/).length <= 2) at = lineStart(text, comment.range[0]);
  }
  return Math.max(at, shebang);
}

function usesSemicolons({ text, program }: SourceTreeOf): boolean {
  const statements = program.body.filter((node) => node.type === 'ExpressionStatement' || node.type === 'VariableDeclaration');
  return statements.length === 0 || statements.some((node) => text[node.range[1] - 1] === ';');
}

function quoteOf({ text, program }: SourceTreeOf): string {
  for (const node of nodesOf(program)) if (node.type === 'Literal' && typeof node.value === 'string') return text[node.range[0]] === '"' ? '"' : "'";
  return "'";
}
