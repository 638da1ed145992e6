import { lineStartsOf, offsetAt } from '../base/lines';
import type { Range, TextEdit } from '../base/span';
import type { Fix, RepairIntent } from '../model/finding';
import { eolOf, fileEdits, type FixContext } from './context';
import { appendItem, bracketsOf, removeItems } from './lists';
import { bare, keyOf, pathTo, propertyOf, treeOf, type Node, type SourceTreeOf, type TSESTree } from './tree';

type SetIntent = Extract<RepairIntent, { readonly kind: 'setOptions' }>;
type RemoveIntent = Extract<RepairIntent, { readonly kind: 'removeOption' }>;
interface Option { readonly path: readonly string[]; readonly text: string }

/**
 * Sets options in the object literal that a call is given; where the call is given none, the literal becomes its last argument. Nothing is
 * done where the object is not written out in the file.
 */
export function setOptions(intent: SetIntent, context: FixContext): readonly Fix[] {
  const tree = treeOf(intent.file, context.text(intent.file));
  if (tree === undefined) return [];
  const edits = intent.object === null ? asArgument(tree, intent) : within(tree, intent.object, intent.options);
  return edits === null || edits.length === 0 ? [] : [{ title: intent.title, safe: intent.safe, edits: fileEdits(tree.file, tree.text, edits) }];
}

/** Takes an option out of the object literal that holds it. */
export function removeOption(intent: RemoveIntent, context: FixContext): readonly Fix[] {
  const tree = treeOf(intent.file, context.text(intent.file));
  if (tree === undefined) return [];
  const path = around(tree, intent.property);
  const object = path.findLast((node): node is TSESTree.ObjectExpression => node.type === 'ObjectExpression');
  const property = object?.properties.find((one) => one === path.findLast((node) => node.type === 'Property'));
  if (object === undefined || property === undefined) return [];
  return [{ title: intent.title, safe: intent.safe, edits: fileEdits(tree.file, tree.text, removeItems(tree.text, object.properties, [property])) }];
}

function around(tree: SourceTreeOf, range: Range): readonly Node[] {
  const starts = lineStartsOf(tree.text);
  return pathTo(tree.program, offsetAt(starts, range.start), offsetAt(starts, range.end));
}

/** `{ cookie: { secure: true } }` of options with the same first names. */
function literalOf(options: readonly Option[]): string {
  const names = [...new Set(options.map(({ path }) => path[0] ?? ''))];
  return `{ ${names.map((name) => propertyText(name, options)).join(', ')} }`;
}

function propertyText(name: string, options: readonly Option[]): string {
  const own = options.filter(({ path }) => path[0] === name);
  const [first] = own;
  return first?.path.length === 1 ? `${name}: ${first.text}` : `${name}: ${literalOf(own.map(({ path, text }) => ({ path: path.slice(1), text })))}`;
}

function asArgument(tree: SourceTreeOf, { call: range, argument, options }: SetIntent): readonly TextEdit[] | null {
  const starts = lineStartsOf(tree.text);
  const [start, end] = [offsetAt(starts, range.start), offsetAt(starts, range.end)];
  const call = around(tree, range).findLast((node): node is TSESTree.CallExpression | TSESTree.NewExpression => (node.type === 'CallExpression' || node.type === 'NewExpression') && node.range[0] === start && node.range[1] === end);
  if (call === undefined || call.arguments.length < argument || tree.text[call.range[1] - 1] !== ')') return null;
  // A callback that stands in the place of the options moves on.
  const callback = call.arguments[argument];
  if (callback !== undefined) return /Function/.test(callback.type) || callback.type === 'Identifier' ? [{ start: callback.range[0], end: callback.range[0], newText: `${literalOf(options)}, ` }] : null;
  const last = call.arguments.at(-1);
  const at = last === undefined ? call.range[1] - 1 : last.range[1];
  return [{ start: at, end: at, newText: `${last === undefined ? '' : ', '}${literalOf(options)}` }];
}

function within(tree: SourceTreeOf, range: Range, options: readonly Option[]): readonly TextEdit[] | null {
  const found = around(tree, range).findLast((node) => bare(node).type === 'ObjectExpression');
  const object = found === undefined ? undefined : bare(found);
  return object?.type === 'ObjectExpression' ? setIn(tree.text, object, options) : null;
}

/** Edits that set options in a literal: new ones at its end, in one piece. */
function setIn(text: string, object: TSESTree.ObjectExpression, options: readonly Option[]): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  const missing: string[] = [];
  for (const name of new Set(options.map(({ path }) => path[0] ?? ''))) {
    const own = options.filter(({ path }) => path[0] === name);
    const property = propertyOf(object, name);
    const [first] = own;
    if (property === undefined) { missing.push(propertyText(name, options)); continue; }
    if (first?.path.length === 1) {
      edits.push(property.shorthand ? { start: property.range[0], end: property.range[1], newText: `${keyOf(property) ?? name}: ${first.text}` } : { start: property.value.range[0], end: property.value.range[1], newText: first.text });
      continue;
    }
    const inner = bare(property.value);
    const nested = inner.type === 'ObjectExpression' ? setIn(text, inner, own.map(({ path, text: value }) => ({ path: path.slice(1), text: value }))) : null;
    if (nested === null) return null;
    edits.push(...nested);
  }
  if (missing.length > 0) edits.push(...appendAll(text, object, missing));
  return edits;
}

/** Several items behind the last one: one edit, each item in the style of the list. */
function appendAll(text: string, object: TSESTree.ObjectExpression, items: readonly string[]): readonly TextEdit[] {
  const last = object.properties.at(-1);
  const oneLine = last === undefined || !text.slice(object.range[0], last.range[0]).includes('\n');
  if (oneLine) return appendItem(text, bracketsOf(object), object.properties, items.join(', '));
  const indent = /[^\n]*$/.exec(text.slice(0, last.range[0]))?.[0] ?? '';
  return appendItem(text, bracketsOf(object), object.properties, items.join(`,${eolOf(text)}${/^\s*/.exec(indent)?.[0] ?? ''}`));
}
