import type { TextEdit } from '../base/span';
import type { Entity } from '../model/api';
import type { FixContext } from './context';
import { appendItem, bracketsOf } from './lists';
import type { SourceTreeOf, TSESTree } from './tree';

/** A field to take away: its path in the response, the entity that declares it and its name there. */
export interface UnwantedField { readonly path: string; readonly entity: string; readonly name: string }

/** What the projection of one library works on: the query's call and the fields that it should not give. */
export interface Projection {
  readonly tree: SourceTreeOf;
  readonly call: TSESTree.CallExpression;
  /** The queried entity; fields of others came along as relations. */
  readonly entity: string;
  readonly declared: Entity | undefined;
  readonly fields: readonly UnwantedField[];
  readonly context: FixContext;
}

/** The method of a call, as written: `findMany` of `db.user.findMany()`. */
export function methodOf(call: TSESTree.CallExpression): TSESTree.Identifier | null {
  return call.callee.type === 'MemberExpression' && !call.callee.computed && call.callee.property.type === 'Identifier' ? call.callee.property : null;
}

/** Edits that add a property to the end of an object literal. */
export function addProperty(text: string, object: TSESTree.ObjectExpression, property: string): readonly TextEdit[] {
  return appendItem(text, bracketsOf(object), object.properties, property);
}

/** The columns of an entity that stay when some go: what a selection of fields lists. Null when the entity is not known. */
export function remainingColumns(declared: Entity | undefined, gone: readonly string[]): readonly string[] | null {
  if (declared === undefined || declared.fields.length === 0) return null;
  const columns = declared.fields.filter((field) => field.relation === null && !field.hidden && !gone.includes(field.name)).map((field) => field.name);
  return columns.length === 0 ? null : columns;
}

/** `{ id: true, name: true }` */
export const flags = (names: readonly string[]): string => `{ ${names.map((name) => `${name}: true`).join(', ')} }`;
