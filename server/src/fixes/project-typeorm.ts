import type { TextEdit } from '../base/span';
import { removeItems } from './lists';
import { addProperty, flags, methodOf, remainingColumns, type Projection } from './projection';
import { bare, objectOf, propertyOf } from './tree';

const byOptions: ReadonlySet<string> = new Set(['find', 'findOne', 'findAndCount', 'findOneOrFail']);
/** Shorthands that take a `where` only, and the method that takes options. */
const byWhere: Readonly<Record<string, string>> = { findBy: 'find', findOneBy: 'findOne', findAndCountBy: 'findAndCount', findOneByOrFail: 'findOneOrFail' };

/** The edits that take fields out of a TypeORM query by its `select`. */
export function typeormProjection({ tree, call, entity, fields, declared }: Projection): readonly TextEdit[] | null {
  const method = methodOf(call);
  const [first, ...others] = call.arguments;
  if (method === null || others.length > 0 || fields.some((field) => field.entity !== entity)) return null;
  const names = fields.map((field) => field.name);
  const argument = first === undefined ? undefined : bare(first);
  const columns = remainingColumns(declared, names);
  const longForm = byWhere[method.name];
  if (longForm !== undefined) {
    if (argument === undefined || columns === null || first === undefined) return null;
    return [
      { start: method.range[0], end: method.range[1], newText: longForm },
      { start: first.range[0], end: first.range[0], newText: '{ where: ' },
      { start: first.range[1], end: first.range[1], newText: `, select: ${flags(columns)} }` },
    ];
  }
  if (!byOptions.has(method.name)) return null;
  if (argument === undefined) return columns === null ? null : [{ start: call.range[1] - 1, end: call.range[1] - 1, newText: `{ select: ${flags(columns)} }` }];
  if (argument.type !== 'ObjectExpression') return null;
  const select = propertyOf(argument, 'select');
  if (select === undefined) return columns === null ? null : addProperty(tree.text, argument, `select: ${flags(columns)}`);
  const list = bare(select.value);
  if (list.type === 'ArrayExpression') {
    const items = list.elements.filter((element) => element !== null);
    const gone = items.filter((element) => element.type === 'Literal' && typeof element.value === 'string' && names.includes(element.value));
    return gone.length === names.length && gone.length < items.length ? removeItems(tree.text, items, gone) : null;
  }
  const object = objectOf(argument, 'select');
  const gone = object === undefined ? [] : names.map((name) => propertyOf(object, name)).filter((property) => property !== undefined);
  return object !== undefined && gone.length === names.length && gone.length < object.properties.length ? removeItems(tree.text, object.properties, gone) : null;
}
