import type { TextEdit } from '../base/span';
import { lineStartsOf, offsetAt } from '../base/lines';
import type { Endpoint, Response } from '../model/api';
import type { Fix, RepairIntent } from '../model/finding';
import { endpointOf, fileEdits, type FixContext } from './context';
import { removeItems } from './lists';
import type { Projection, UnwantedField } from './projection';
import { mongooseProjection } from './project-mongoose';
import { prismaProjection } from './project-prisma';
import { typeormProjection } from './project-typeorm';
import { bare, innermostCall, nodesOf, pathTo, propertyOf, treeOf, type Node, type SourceTreeOf, type TSESTree } from './tree';

type Intent = Extract<RepairIntent, { readonly kind: 'pickFields' }>;

const projections: Readonly<Record<string, (projection: Projection) => readonly TextEdit[] | null>> = {
  prisma: prismaProjection, mongoose: mongooseProjection, typeorm: typeormProjection,
};

/**
 * Takes fields out of a response: out of the object literal that names them, else out of the query that they came from. Not safe: a
 * client may read them today.
 */
export function pickFields(intent: Intent, context: FixContext): readonly Fix[] {
  const endpoint = endpointOf(context, intent.endpoint);
  const response = endpoint === undefined ? undefined : responseOf(endpoint, intent);
  if (endpoint === undefined || response === undefined) return [];
  const title = `Send the response without ${intent.fields.map((path) => path.split('.').at(-1) ?? path).join(', ')}`;
  const literal = fromLiteral(response, intent.fields, context);
  if (literal !== null) return [{ title, safe: false, edits: literal }];
  const query = fromQuery(response, intent, context);
  return query === null ? [] : [{ title, safe: false, edits: query }];
}

/** The response that the intent speaks of: the one of the same query that holds all the fields. */
function responseOf(endpoint: Endpoint, { fields, source }: Intent): Response | undefined {
  return endpoint.responses.find((response) =>
    fields.every((path) => response.fields.some((field) => field.path === path)) &&
    (source === null ? response.query === null : response.query?.file === source.file && response.query.start === source.start && response.query.end === source.end));
}

/** Removes properties that an object literal of the response writes out; null when one of the fields is not written so. */
function fromLiteral(response: Response, fields: readonly string[], context: FixContext): Fix['edits'] | null {
  const tree = treeOf(response.file, context.text(response.file));
  if (tree === undefined) return null;
  const starts = lineStartsOf(tree.text);
  const path = pathTo(tree.program, offsetAt(starts, response.range.start), offsetAt(starts, response.range.end));
  const around = path.findLast((node) => node.type === 'CallExpression' || node.type === 'ReturnStatement' || node.type === 'ObjectExpression' || node.type === 'ArrowFunctionExpression');
  const root = around === undefined ? undefined : literalIn(around);
  if (root === undefined) return null;
  const gone = new Map<TSESTree.ObjectExpression, Node[]>();
  for (const field of fields) {
    const found = writtenOut(root, field.split('.'));
    if (found === null) return null;
    gone.set(found.object, [...(gone.get(found.object) ?? []), found.property]);
  }
  return fileEdits(tree.file, tree.text, [...gone].flatMap(([object, properties]) => removeItems(tree.text, object.properties, properties)));
}

/** The object literal that a call, a return or an arrow function sends. */
function literalIn(node: Node): TSESTree.ObjectExpression | undefined {
  switch (node.type) {
    case 'ObjectExpression': return node;
    case 'CallExpression': return node.arguments.map(bare).find((argument) => argument.type === 'ObjectExpression');
    case 'ReturnStatement': return node.argument === null ? undefined : literalIn(bare(node.argument));
    case 'ArrowFunctionExpression': return bare(node.body).type === 'ObjectExpression' ? (bare(node.body) as TSESTree.ObjectExpression) : undefined;
    default: return undefined;
  }
}

/** The property of a dotted path, followed through object literals and the literals that a `map` makes of a list. */
function writtenOut(object: TSESTree.ObjectExpression, path: readonly string[]): { object: TSESTree.ObjectExpression; property: Node } | null {
  const [first = '', ...rest] = path;
  const property = propertyOf(object, first.replaceAll('[]', ''));
  if (property === undefined) return null;
  if (rest.length === 0) return { object, property };
  const inner = first.endsWith('[]') ? mappedLiteral(bare(property.value)) : bare(property.value);
  return inner?.type === 'ObjectExpression' ? writtenOut(inner, rest) : null;
}

function mappedLiteral(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.property.type !== 'Identifier' || node.callee.property.name !== 'map') return undefined;
  const [mapper] = node.arguments;
  if (mapper?.type !== 'ArrowFunctionExpression') return undefined;
  if (mapper.body.type !== 'BlockStatement') return bare(mapper.body);
  const [only, ...others] = mapper.body.body;
  return only?.type === 'ReturnStatement' && others.length === 0 && only.argument !== null ? bare(only.argument) : undefined;
}

function fromQuery(response: Response, intent: Intent, context: FixContext): Fix['edits'] | null {
  const { query } = response;
  const project = query === null ? undefined : projections[query.library];
  const tree = query === null ? undefined : treeOf(query.file, context.text(query.file));
  if (query === null || project === undefined || tree === undefined) return null;
  const call = innermostCall(pathTo(tree.program, query.start, query.end));
  const fields = intent.fields.flatMap((path): readonly UnwantedField[] => {
    const [entity, name] = (response.fields.find((field) => field.path === path)?.source ?? '').replace(/^[^:]*:/, '').split('.');
    return entity === undefined || name === undefined ? [] : [{ path, entity, name }];
  });
  if (call === undefined || fields.length !== intent.fields.length || isReadInCode(tree, call, fields)) return null;
  const declared = context.model.entities.find((entity) => entity.library === query.library && entity.name === query.entity);
  const edits = project({ tree, call, entity: query.entity, declared, fields, context });
  return edits === null ? null : fileEdits(tree.file, tree.text, edits);
}

/** True when the code around the query reads one of the fields itself (to compare a hash): without it, the code would break. */
function isReadInCode(tree: SourceTreeOf, call: TSESTree.CallExpression, fields: readonly UnwantedField[]): boolean {
  const path = pathTo(tree.program, call.range[0], call.range[1]);
  const unit = path.findLast((node) => node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') ?? tree.program;
  for (const node of nodesOf(unit)) {
    if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' && fields.some((field) => field.name === (node.property as TSESTree.Identifier).name)) return true;
    if (node.type === 'ObjectPattern' && node.properties.some((property) => property.type === 'Property' && property.key.type === 'Identifier' && fields.some((field) => field.name === (property.key as TSESTree.Identifier).name))) return true;
  }
  return false;
}
