import { posix } from 'node:path';
import type { TextEdit } from '../base/span';
import type { FixContext } from './context';
import { removeItems } from './lists';
import { addProperty, flags, remainingColumns, type Projection } from './projection';
import { bare, objectOf, propertyOf, type TSESTree } from './tree';

/** The edits that take fields out of a Prisma query: out of its `select`, else by `omit`, before 6.2 by a `select` of the others. */
export function prismaProjection(projection: Projection): readonly TextEdit[] | null {
  const { tree, call, fields, entity } = projection;
  const own = fields.filter((field) => field.entity === entity).map((field) => field.name);
  const related = fields.filter((field) => field.entity !== entity);
  const [first, ...others] = call.arguments;
  const argument = first === undefined ? undefined : bare(first);
  if (others.length > 0 || (argument !== undefined && argument.type !== 'ObjectExpression')) return null;
  if (argument === undefined) {
    const clause = related.length > 0 ? null : clauseFor(projection, own);
    const at = call.range[1] - 1;
    return clause === null ? null : [{ start: at, end: at, newText: `{ ${clause} }` }];
  }
  const edits: TextEdit[] = [];
  if (own.length > 0) {
    const top = withoutFields(tree.text, argument, own) ?? added(projection, argument, own);
    if (top === null) return null;
    edits.push(...top);
  }
  // Relations of one level: `include: { author: true }`; fields that came from deeper are left to the person.
  for (const relation of new Set(related.map((field) => relationOf(field.path)))) {
    const names = related.filter((field) => relationOf(field.path) === relation).map((field) => field.name);
    const nested = relation === null ? null : inRelation(projection, argument, relation, names);
    if (nested === null) return null;
    edits.push(...nested);
  }
  return edits;
}

/** `author` of `posts[].author.passwordHash`. */
const relationOf = (path: string): string | null => path.split('.').at(-2)?.replaceAll('[]', '') ?? null;

/** Takes fields out of an existing `select`, or adds them to an existing `omit`; null when there is neither. */
function withoutFields(text: string, query: TSESTree.ObjectExpression, names: readonly string[]): readonly TextEdit[] | null {
  const select = objectOf(query, 'select');
  if (select !== undefined) {
    const gone = names.map((name) => propertyOf(select, name));
    const found = gone.filter((property) => property !== undefined);
    return found.length === names.length && found.length < select.properties.length ? removeItems(text, select.properties, found) : null;
  }
  const omit = objectOf(query, 'omit');
  if (omit === undefined) return null;
  const overridden = names.map((name) => propertyOf(omit, name)).filter((property) => property !== undefined);
  if (overridden.length === 0) return addProperty(text, omit, names.map((name) => `${name}: true`).join(', '));
  // `omit: { passwordHash: false }` shows a field that the client hides by default.
  return overridden.length === names.length ? overridden.map((property) => ({ start: property.value.range[0], end: property.value.range[1], newText: 'true' })) : null;
}

function added(projection: Projection, query: TSESTree.ObjectExpression, names: readonly string[]): readonly TextEdit[] | null {
  // `select` that is not a literal: nothing can be said about it.
  if (propertyOf(query, 'select') !== undefined || propertyOf(query, 'omit') !== undefined) return null;
  const clause = clauseFor(projection, names);
  if (clause === null || (clause.startsWith('select') && propertyOf(query, 'include') !== undefined)) return null;
  return addProperty(projection.tree.text, query, clause);
}

function clauseFor({ context, tree, declared }: Projection, names: readonly string[]): string | null {
  if (knowsOmit(tree.file, context)) return `omit: ${flags(names)}`;
  const columns = remainingColumns(declared, names);
  return columns === null ? null : `select: ${flags(columns)}`;
}

/** Whether the nearest package.json asks for a Prisma that has `omit` (6.2 and later); what asks for nothing readable is taken for new. */
function knowsOmit(file: string, context: FixContext): boolean {
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const text = context.text(folder === '.' ? 'package.json' : `${folder}/package.json`);
    const version = text === undefined ? null : /"(?:@prisma\/client|prisma)"\s*:\s*"[^"\d]*(\d+)(?:\.(\d+))?/.exec(text);
    if (version !== null) return Number(version[1]) > 6 || (Number(version[1]) === 6 && (version[2] === undefined || Number(version[2]) >= 2 || isCaret(text ?? '')));
    if (folder === '.' || folder === '/' || folder === '') return true;
  }
}

/** `^6.0.0` installs the newest 6. */
const isCaret = (text: string): boolean => /"(?:@prisma\/client|prisma)"\s*:\s*"\^/.test(text);

function inRelation(projection: Projection, query: TSESTree.ObjectExpression, relation: string, names: readonly string[]): readonly TextEdit[] | null {
  for (const holder of [objectOf(query, 'include'), objectOf(query, 'select')]) {
    const property = holder === undefined ? undefined : propertyOf(holder, relation);
    if (property === undefined) continue;
    const value = bare(property.value);
    if (value.type === 'ObjectExpression') {
      const known = withoutFields(projection.tree.text, value, names);
      if (known !== null) return known;
      if (propertyOf(value, 'select') !== undefined || propertyOf(value, 'omit') !== undefined || !knowsOmit(projection.tree.file, projection.context)) return null;
      return addProperty(projection.tree.text, value, `omit: ${flags(names)}`);
    }
    if (value.type !== 'Literal' || value.value !== true || !knowsOmit(projection.tree.file, projection.context)) return null;
    return [{ start: value.range[0], end: value.range[1], newText: `{ omit: ${flags(names)} }` }];
  }
  return null;
}
