import type { TextEdit } from '../base/span';
import { methodOf, type Projection } from './projection';
import { pathTo, type Node, type TSESTree } from './tree';

const queries: ReadonlySet<string> = new Set([
  'find', 'findOne', 'findById', 'findOneAndUpdate', 'findByIdAndUpdate', 'findOneAndDelete', 'findByIdAndDelete', 'findOneAndReplace', 'findByIdAndRemove', 'findOneAndRemove',
]);

/** The edits that take fields out of a Mongoose query by `.select('-field')`; documents that were made in memory have no such projection. */
export function mongooseProjection({ tree, call, entity, fields }: Projection): readonly TextEdit[] | null {
  const chain = chainFrom(pathTo(tree.program, call.range[0], call.range[1]), call);
  const start = chain.find((link) => queries.has(methodOf(link)?.name ?? ''));
  if (start === undefined || fields.some((field) => field.entity !== entity)) return null;
  const names = fields.map((field) => field.name);
  const [, projected] = methodOf(start)?.name === 'find' || methodOf(start)?.name === 'findOne' || methodOf(start)?.name === 'findById' ? start.arguments : [];
  if (projected !== undefined && !isNothing(projected)) return null;
  const select = chain.find((link) => methodOf(link)?.name === 'select');
  if (select === undefined) {
    const quote = quoteNear(tree.text);
    return [{ start: start.range[1], end: start.range[1], newText: `.select(${quote}${names.map((name) => `-${name}`).join(' ')}${quote})` }];
  }
  const [argument] = select.arguments;
  if (argument?.type !== 'Literal' || typeof argument.value !== 'string') return null;
  const words = selected(argument.value.split(/\s+/).filter((word) => word !== ''), names);
  const quote = tree.text[argument.range[0]] ?? "'";
  return words.length === 0 ? null : [{ start: argument.range[0], end: argument.range[1], newText: `${quote}${words.join(' ')}${quote}` }];
}

/** A selection without the names: an inclusive one loses them, an exclusive one (`-a`, `+a`) excludes them. */
function selected(words: readonly string[], names: readonly string[]): readonly string[] {
  const inclusive = words.some((word) => !/^[-+]/.test(word));
  const rest = words.filter((word) => !names.includes(word.replace(/^[-+]/, '')));
  if (inclusive) return rest;
  // `+password` shows a path that the schema hides: without the word it is hidden again.
  const shown = names.filter((name) => words.includes(`+${name}`));
  return [...rest, ...names.filter((name) => !shown.includes(name)).map((name) => `-${name}`)];
}

/** The calls of a chain `Model.find().sort().lean()` around (and in) one of its calls, innermost first. */
function chainFrom(path: readonly Node[], call: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
  const inner: TSESTree.CallExpression[] = [];
  for (let node: Node = call; node.type === 'CallExpression' && node.callee.type === 'MemberExpression'; node = node.callee.object) inner.unshift(node);
  const outer: TSESTree.CallExpression[] = [];
  let below: Node = call;
  for (const node of [...path].reverse()) {
    if (node === call) continue;
    if (node.type === 'MemberExpression' && node.object === below) below = node;
    else if (node.type === 'CallExpression' && node.callee === below) { outer.push(node); below = node; } else break;
  }
  return [...inner, ...outer];
}

const isNothing = (node: Node): boolean => (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'Literal' && node.value === null);

const quoteNear = (text: string): string => ((text.match(/"/g)?.length ?? 0) > (text.match(/'/g)?.length ?? 0) ? '"' : "'");
