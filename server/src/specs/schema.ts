import type { NewField } from '../model/spec';
import { listOf, mapOf, valueTree, type Tree } from './tree';

/** More fields and deeper ones are left out: a document is for people too. */
const MAX_FIELDS = 400;
const MAX_DEPTH = 12;

interface Shape { type: string | null; readonly properties: Map<string, Shape>; items: Shape | null }

const emptyShape = (): Shape => ({ type: null, properties: new Map(), items: null });

/** The schema of a value with these fields; an empty schema when nothing is known. */
export function schemaOf(fields: readonly NewField[]): Tree {
  const root = emptyShape();
  for (const field of fields.slice(0, MAX_FIELDS)) {
    const tokens = field.path.match(/\[\]|[^.[\]]+/g) ?? [];
    if (tokens.length === 0 || tokens.length > MAX_DEPTH) continue;
    let at = root;
    for (const token of tokens) at = token === '[]' ? (at.items ??= emptyShape()) : below(at, token);
    at.type ??= field.type;
  }
  return treeOf(root);
}

function below(shape: Shape, name: string): Shape {
  const known = shape.properties.get(name);
  if (known !== undefined) return known;
  const fresh = emptyShape();
  shape.properties.set(name, fresh);
  return fresh;
}

function treeOf(shape: Shape): Tree {
  // A value that is sometimes a list and sometimes an object is neither.
  if (shape.items !== null && shape.properties.size > 0) return mapOf();
  if (shape.items !== null) return mapOf(['type', valueTree('array')], ['items', treeOf(shape.items)]);
  if (shape.properties.size === 0) return typeTree(shape.type);
  const properties: Tree = { kind: 'map', members: [...shape.properties].map(([key, value]) => ({ key, value: treeOf(value) })) };
  return mapOf(['type', valueTree('object')], ['properties', properties]);
}

const plainTypes: ReadonlyMap<string, string> = new Map([
  ['string', 'string'], ['uuid', 'string'], ['objectid', 'string'], ['decimal', 'string'], ['bytes', 'string'], ['number', 'number'], ['float', 'number'], ['double', 'number'],
  ['int', 'integer'], ['integer', 'integer'], ['boolean', 'boolean'], ['bool', 'boolean'], ['object', 'object'],
]);

/** The schema of a type as code or an ORM names it, in the way it travels as JSON; an empty schema for what is not known. */
export function typeTree(type: string | null): Tree {
  const name = type?.trim().toLowerCase() ?? '';
  const list = /^(.*\S)\s*\[\]$/.exec(name)?.[1] ?? /^array<(.*)>$/.exec(name)?.[1];
  if (list !== undefined && name.length < 200) return mapOf(['type', valueTree('array')], ['items', typeTree(list)]);
  if (name === 'array') return mapOf(['type', valueTree('array')], ['items', mapOf()]);
  if (name === 'date' || name === 'datetime') return mapOf(['type', valueTree('string')], ['format', valueTree('date-time')]);
  const known = plainTypes.get(name);
  return known === undefined ? mapOf() : mapOf(['type', valueTree(known)]);
}

/** The schema of a parameter: text when nothing better is known, and never an object, which has no one way of being written into an address. */
export function parameterTree(type: string | null): Tree {
  const tree = typeTree(type);
  const kind = tree.kind === 'map' ? tree.members.find((member) => member.key === 'type')?.value : undefined;
  const named = kind?.kind === 'value' ? kind.value : null;
  const text = mapOf(['type', valueTree('string')]);
  if (named === null || named === 'object') return text;
  if (named !== 'array') return tree;
  const items = tree.kind === 'map' ? tree.members.find((member) => member.key === 'items')?.value : undefined;
  const plain = items?.kind === 'map' && items.members.some((member) => member.key === 'type' && member.value.kind === 'value' && member.value.value !== 'array' && member.value.value !== 'object');
  return mapOf(['type', valueTree('array')], ['items', plain ? items : text]);
}

/** A list of single-scheme requirements, of which any one lets in. */
export function securityTree(schemes: readonly string[]): Tree {
  return listOf(schemes.map((name) => mapOf([name, listOf([])])));
}
