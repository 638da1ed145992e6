import type { TextEdit } from '../base/span';
import type { Endpoint } from '../model/api';
import type { Fix, RepairIntent } from '../model/finding';
import { endpointOf, eolOf, fileEdits, indentAt, lineStart, type FixContext } from './context';
import { guardCandidates, type Candidate } from './guard-candidates';
import { asOption, localised } from './guard-option';
import { importNames, requiredName, specifierFor, specifierOfFile, type Imported, type Need } from './imports';
import { publicEntryFix } from './public-entry';
import { bindingsOf, innermostCall, pathTo, treeOf, type Node, type SourceTreeOf, type TSESTree } from './tree';

type Intent = Extract<RepairIntent, { readonly kind: 'addGuard' }>;

/**
 * Repairs of an endpoint without authentication: the guard that its siblings use, with its import, and an entry that says that the
 * endpoint is open on purpose. Neither is safe: the first refuses callers that were served, the second needs a reason.
 */
export function addGuard(intent: Intent, context: FixContext): readonly Fix[] {
  const endpoint = endpointOf(context, intent.endpoint);
  if (endpoint === undefined) return [];
  return [...guardFix(endpoint, intent.like, context), ...publicEntryFix(endpoint, context)];
}

function guardFix(endpoint: Endpoint, like: string | null, context: FixContext): readonly Fix[] {
  const tree = treeOf(endpoint.file, context.text(endpoint.file));
  if (tree === undefined || sharesItsCode(endpoint, context)) return [];
  for (const found of guardCandidates(context.model, endpoint, like)) {
    const candidate = found.reference.style === 'option' ? localised(found, tree, endpoint.span.start, endpoint.span.end, context) : found;
    const imported = bringIntoScope(tree, endpoint, candidate, context);
    const edits = imported === null ? null : attach(tree, endpoint, candidate, renamedText(candidate.reference.text, imported.renamed), context);
    if (imported === null || edits === null) continue;
    return [{ title: `Add ${candidate.reference.text}, as ${candidate.from.id} has it`, safe: false, edits: fileEdits(tree.file, tree.text, [...imported.edits, ...edits]) }];
  }
  return [];
}

/** True when the same code registers another endpoint (a loop over a table) that is guarded or open on purpose: an edit would change that one too. */
function sharesItsCode(endpoint: Endpoint, { model }: FixContext): boolean {
  return model.endpoints.some((other) =>
    other !== endpoint && other.file === endpoint.file && other.span.start === endpoint.span.start && other.span.end === endpoint.span.end && other.auth.status !== 'none');
}

/** Makes the names of a guard known where the endpoint stands; null when that is not possible. */
function bringIntoScope(tree: SourceTreeOf, endpoint: Endpoint, { reference }: Candidate, context: FixContext): Imported | null {
  const needs: Need[] = [];
  for (const { name, module, imported } of reference.names) {
    if (reference.file === tree.file) {
      if (!isInScope(tree, name, endpoint.span.start)) return null;
    } else if (module === null) {
      const need = fromSibling(tree, reference.file, name, context);
      if (need === null) return null;
      needs.push(need);
    } else needs.push({ name, module: specifierFor(tree.file, reference.file, module), imported });
  }
  return importNames(tree, needs, endpoint.span.start);
}

/** How to get a name that another file declares, exports or requires. */
function fromSibling(tree: SourceTreeOf, file: string, name: string, context: FixContext): Need | null {
  const exported = context.facts(file)?.exports.find((one) => one.kind === 'local' && one.local === name);
  if (exported?.kind === 'local') return { name, module: specifierOfFile(tree, file), imported: exported.exported };
  const sibling = treeOf(file, context.text(file));
  const required = sibling === undefined ? null : requiredName(sibling, name);
  return required === null ? null : { name, module: specifierFor(tree.file, file, required.module), imported: required.imported };
}

/** Whether a name is bound once in the file, in a scope around the place, and not only after it. */
function isInScope({ program }: SourceTreeOf, name: string, offset: number): boolean {
  const [only, ...others] = bindingsOf(program, name);
  if (only === undefined || others.length > 0) return false;
  const parent = only.path.at(-1);
  const declares = parent?.type === 'FunctionDeclaration' && parent.id === only.node;
  const around = (declares ? only.path.slice(0, -1) : only.path).findLast((node) => node.type === 'Program' || /Function|Class|^BlockStatement$|^For/.test(node.type)) ?? program;
  const hoisted = declares || parent?.type.startsWith('Import') === true;
  const encloses = around.type === 'Program' || (around.range[0] <= offset && offset <= around.range[1]);
  return encloses && (hoisted || only.node.range[1] <= offset);
}

function renamedText(text: string, renamed: ReadonlyMap<string, string>): string {
  return [...renamed].reduce((out, [from, to]) => out.replaceAll(new RegExp(`(?<![\\w$.])${from.replaceAll('$', '\\$')}(?![\\w$])`, 'g'), () => to), text);
}

function attach(tree: SourceTreeOf, endpoint: Endpoint, candidate: Candidate, text: string, context: FixContext): readonly TextEdit[] | null {
  const path = pathTo(tree.program, endpoint.span.start, endpoint.span.end);
  switch (candidate.reference.style) {
    // A decorator is a call too, but takes no guards.
    case 'argument': return path.some((node) => node.type === 'Decorator') ? null : asArgument(tree.text, innermostCall(path), text);
    case 'decorator': return asDecorator(tree.text, path, text);
    case 'wrapper': return asWrapper(tree.text, path, text);
    case 'option': return asOption(tree, path, candidate, text, context);
  }
}

/**
 * `router.get('/x', HERE, handler)`; in front of the handlers where the path stands elsewhere (`router.route('/x').get(HERE, handler)`), behind the
 * path where a name or the methods come first (`router.get('name', '/x', HERE, …)`, `app.on('PUT', '/x', HERE, …)`).
 */
function asArgument(text: string, call: TSESTree.CallExpression | undefined, guard: string): readonly TextEdit[] | null {
  const args = call?.arguments ?? [];
  if (call?.callee.type !== 'MemberExpression' || args[0] === undefined) return null;
  const name = call.callee.property.type === 'Identifier' ? call.callee.property.name : '';
  // These take no guards beside the handler.
  if (TAKES_NO_GUARDS.has(name)) return null;
  let index = name === 'on' && args.length > 2 ? 1 : 0;
  while (isWrittenPath(args[index + 1]) && args[index + 2] !== undefined) index++;
  const [first, second] = args.slice(index);
  if (first === undefined) return null;
  if (second === undefined || isChainedOnRoute(call)) return [{ start: first.range[0], end: first.range[0], newText: `${guard}, ` }];
  const ownLine = lineStart(text, first.range[0]) !== lineStart(text, second.range[0]) && text.slice(lineStart(text, second.range[0]), second.range[0]).trim() === '';
  const separator = ownLine ? `,${eolOf(text)}${indentAt(text, second.range[0])}` : ', ';
  return [{ start: first.range[1], end: first.range[1], newText: `${separator}${guard}` }];
}

const TAKES_NO_GUARDS: ReadonlySet<string> = new Set(['openapi', 'openapiRoutes', 'register', 'mount', 'redirect', 'doc', 'doc31']);

const isWrittenPath = (node: Node | undefined): boolean =>
  node?.type === 'TemplateLiteral' || (node?.type === 'Literal' && typeof node.value === 'string') || (node?.type === 'ArrayExpression' && node.elements.length > 0 && node.elements.every((one) => one?.type === 'Literal'));

function isChainedOnRoute(call: TSESTree.CallExpression): boolean {
  let callee: Node = call.callee;
  while (callee.type === 'MemberExpression' && callee.object.type === 'CallExpression') {
    callee = callee.object.callee;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'route') return true;
  }
  return false;
}

/** A line above the method and its other decorators. */
function asDecorator(text: string, path: readonly Node[], guard: string): readonly TextEdit[] | null {
  const method = path.findLast((node): node is TSESTree.MethodDefinition => node.type === 'MethodDefinition');
  if (method === undefined) return null;
  const start = Math.min(method.range[0], ...method.decorators.map((decorator) => decorator.range[0]));
  const line = lineStart(text, start);
  const decorator = guard.startsWith('@') ? guard : `@${guard}`;
  const alone = text.slice(line, start).trim() === '';
  return [{ start, end: start, newText: alone ? `${decorator}${eolOf(text)}${text.slice(line, start)}` : `${decorator} ` }];
}

/** `export const GET = withUser(async function GET(…) {…});` */
function asWrapper(text: string, path: readonly Node[], guard: string): readonly TextEdit[] | null {
  const declared = path.findLast((node) => node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator' || node.type === 'ExportDefaultDeclaration' || node.type === 'ExportNamedDeclaration');
  if (declared === undefined) return null;
  const parent = path[path.indexOf(declared) - 1];
  switch (declared.type) {
    case 'ExportDefaultDeclaration': {
      const value = declared.declaration;
      return /^(TSInterface|Class)/.test(value.type) ? null : around(value, guard, value.type === 'FunctionDeclaration' && text[declared.range[1] - 1] !== ';' ? ');' : ')');
    }
    case 'VariableDeclarator': return declared.init === null ? null : around(declared.init, guard, ')');
    case 'ExportNamedDeclaration': {
      const declaration = declared.declaration;
      if (declaration?.type === 'FunctionDeclaration') return asConstant(declaration, guard);
      const [only, ...others] = declaration?.type === 'VariableDeclaration' ? declaration.declarations : [];
      return only?.init == null || others.length > 0 ? null : around(only.init, guard, ')');
    }
    case 'FunctionDeclaration':
      if (parent?.type === 'ExportDefaultDeclaration') return around(declared, guard, ');');
      return parent?.type === 'ExportNamedDeclaration' ? asConstant(declared, guard) : null;
    default: return null;
  }
}

const around = (node: Node, guard: string, end: string): readonly TextEdit[] => [
  { start: node.range[0], end: node.range[0], newText: `${guard}(` },
  { start: node.range[1], end: node.range[1], newText: end },
];

function asConstant(declaration: TSESTree.FunctionDeclaration, guard: string): readonly TextEdit[] | null {
  return declaration.id === null ? null : around(declaration, `const ${declaration.id.name} = ${guard}`, ');');
}
