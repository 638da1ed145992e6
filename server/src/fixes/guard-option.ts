import { lineStartsOf, offsetAt } from '../base/lines';
import type { TextEdit } from '../base/span';
import { eolOf, indentAt, lineStart, type FixContext } from './context';
import type { Candidate } from './guard-candidates';
import { bare, bindingsOf, innermostCall, keyOf, nodesOf, pathTo, propertyOf, treeOf, type Node, type SourceTreeOf, type TSESTree } from './tree';

/** Options of a route that take what runs before its handler. */
const STAGES: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

/** The option under which the sibling has the guard: a property around it, or the name of the hook that it was added to. */
function stageOf({ guard, reference }: Candidate, context: FixContext): string {
  const text = context.text(reference.file) ?? '';
  const tree = treeOf(reference.file, text);
  const start = offsetAt(lineStartsOf(text), guard.range.start);
  const path = tree === undefined ? [] : pathTo(tree.program, start, start + reference.text.length);
  for (const node of path.toReversed()) {
    const key = keyOf(node);
    if (key !== null && STAGES.includes(key)) return key;
    const [first] = node.type === 'CallExpression' ? node.arguments : [];
    if (first?.type === 'Literal' && typeof first.value === 'string' && STAGES.includes(first.value)) return first.value;
  }
  return STAGES[0] ?? '';
}

/**
 * The candidate as it reads where the endpoint stands: a guard that is a member of the instance which a plugin is handed (`fastify.authenticate`)
 * is a member of the instance here, whatever that is called.
 */
export function localised(candidate: Candidate, tree: SourceTreeOf, start: number, end: number, context: FixContext): Candidate {
  const { reference } = candidate;
  const [, name, rest] = /^([A-Za-z_$][\w$]*)(\.[\s\S]+)$/.exec(reference.text) ?? [];
  const named = reference.names.find((one) => one.name === name && one.module === null);
  const here = receiverAt(pathTo(tree.program, start, end));
  if (name === undefined || rest === undefined || named === undefined || here === null) return candidate;
  const sibling = treeOf(reference.file, context.text(reference.file));
  const handed = sibling !== undefined && bindingsOf(sibling.program, name).some(({ path }) => /Function/.test(path.at(-1)?.type ?? '') || path.at(-1)?.type === 'AssignmentPattern');
  return handed ? { ...candidate, reference: { ...reference, text: here + rest, names: reference.names.filter((one) => one !== named) } } : candidate;
}

/** The name of what a route is registered on: `app` of `app.get(…).post(…)`. */
function receiverAt(path: readonly Node[]): string | null {
  let node: Node | undefined = innermostCall(path);
  while (node?.type === 'CallExpression' || node?.type === 'MemberExpression') node = node.type === 'CallExpression' ? node.callee : node.object;
  return node?.type === 'Identifier' ? node.name : null;
}

/** `app.get('/x', { onRequest: HERE }, handler)`, `app.route({ onRequest: HERE, … })`, or an entry of a table of routes. */
export function asOption(tree: SourceTreeOf, path: readonly Node[], candidate: Candidate, guard: string, context: FixContext): readonly TextEdit[] | null {
  // A plugin that guards its whole context is no guard of one route.
  if (/\.register\s*\(/.test(guard)) return null;
  const stage = stageOf(candidate, context);
  const last = path.at(-1);
  if (last?.type === 'ObjectExpression') return inObject(tree.text, last, stage, guard);
  const call = innermostCall(path);
  if (call?.callee.type !== 'MemberExpression') return null;
  const [first, second, third] = call.arguments.map(bare);
  if (first?.type === 'ObjectExpression') return inObject(tree.text, first, stage, guard);
  if (first === undefined || second === undefined) return null;
  if (second.type === 'ObjectExpression') return inObject(tree.text, second, stage, guard);
  if (third !== undefined) return second.type === 'Identifier' && !hasStage(tree, second.name) ? [{ start: second.range[0], end: second.range[1], newText: `{ ...${second.name}, ${stage}: ${guard} }` }] : null;
  return [{ start: first.range[1], end: first.range[1], newText: `, { ${stage}: ${guard} }` }];
}

/** Whether a name of the file may stand for an object that has a stage already: then nothing is put beside it. */
function hasStage({ program }: SourceTreeOf, name: string): boolean {
  const [only, ...others] = [...nodesOf(program)].filter((node): node is TSESTree.VariableDeclarator => node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name);
  const object = only?.init == null || others.length > 0 ? undefined : bare(only.init);
  return object?.type !== 'ObjectExpression' || object.properties.some((property) => property.type === 'SpreadElement' || STAGES.includes(keyOf(property) ?? ''));
}

function inObject(text: string, object: TSESTree.ObjectExpression, stage: string, guard: string): readonly TextEdit[] | null {
  const own = propertyOf(object, stage);
  if (own !== undefined) {
    const value = bare(own.value);
    if (value.type !== 'ArrayExpression') return own.shorthand || own.method ? null : [{ start: value.range[0], end: value.range[0], newText: `[${guard}, ` }, { start: value.range[1], end: value.range[1], newText: ']' }];
    const [item] = value.elements;
    const at = item?.range[0] ?? value.range[0] + 1;
    return [{ start: at, end: at, newText: item == null ? guard : `${guard}, ` }];
  }
  // Behind what says where the route is, else in front of everything.
  const before = object.properties.findLast((property) => ['method', 'url', 'path'].includes(keyOf(property) ?? ''));
  if (before !== undefined) return [{ start: before.range[1], end: before.range[1], newText: `,${separator(text, object, before.range[0])}${stage}: ${guard}` }];
  const [first] = object.properties;
  if (first === undefined) return [{ start: object.range[0], end: object.range[1], newText: `{ ${stage}: ${guard} }` }];
  return [{ start: first.range[0], end: first.range[0], newText: `${stage}: ${guard},${separator(text, object, first.range[0])}` }];
}

/** What stands between two properties: a line of its own where the object is written so. */
function separator(text: string, object: TSESTree.ObjectExpression, at: number): string {
  const ownLine = lineStart(text, at) > object.range[0] && text.slice(lineStart(text, at), at).trim() === '';
  return ownLine ? `${eolOf(text)}${indentAt(text, at)}` : ' ';
}
