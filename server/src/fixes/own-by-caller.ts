import { lineStartsOf, offsetAt } from '../base/lines';
import type { TextEdit } from '../base/span';
import type { Fix, RepairIntent } from '../model/finding';
import { fileEdits, type FixContext } from './context';
import { addProperty, methodOf } from './projection';
import { bare, nodesOf, objectOf, pathTo, propertyOf, treeOf, type Node, type SourceTreeOf, type TSESTree } from './tree';

type Intent = Extract<RepairIntent, { readonly kind: 'ownByCaller' }>;

/**
 * Ties a query to the caller. Not safe: who reached records of others yesterday does not any more. Only when the function itself says how the
 * caller is called there, because a guess would not compile, or worse, compare with nothing.
 */
export function ownByCaller(intent: Intent, context: FixContext): readonly Fix[] {
  const text = context.text(intent.file);
  const tree = treeOf(intent.file, text);
  if (tree === undefined || text === undefined) return [];
  const starts = lineStartsOf(text);
  const [start, end] = [offsetAt(starts, intent.range.start), offsetAt(starts, intent.range.end)];
  const path = pathTo(tree.program, start, end);
  const call = path.findLast((node): node is TSESTree.CallExpression => node.type === 'CallExpression' && node.range[0] >= start && node.range[1] <= end);
  const caller = call === undefined ? null : callerOf(tree, path, call, intent.field);
  if (call === undefined || caller === null) return [];
  const edits = intent.how === 'value' ? replaced(call, intent.field, caller) : filtered(tree, call, intent, caller);
  return edits === null ? [] : [{ title: `Take ${intent.field} from ${caller}`, safe: false, edits: fileEdits(tree.file, tree.text, edits) }];
}

const tenantField = /^(tenant|organi[sz]ation|org|workspace|company|account|customer)/i;
/** `req.user.id`, `session.user.id`, `request.auth.userId`, `ctx.state.user.sub`: the caller, as code writes it. */
const person = /^(?:(?:req|request|ctx|c|event|locals|context|this)(?:\.\w+){0,2}?\.)?(?:user|auth|session|session\.user|principal|viewer|currentUser|account|jwtPayload|locals\.user)!?\??\.(?:user!?\??\.)?(?:id|_id|sub|userId|uid)$/;
const alone = /^(?:(?:req|request|ctx|c)\.)?(?:userId|currentUserId|currentUser\.id|viewerId)$/;

/** How the caller is called inside of the function around a query, by what stands there or elsewhere in the file under the same names. */
function callerOf(tree: SourceTreeOf, path: readonly Node[], call: TSESTree.CallExpression, field: string): string | null {
  const around = path.filter((node) => /Function/.test(node.type));
  const names = parametersOf(around);
  const tenant = tenantField.test(field) ? field.replace(/_?id$/i, '') : null;
  const found = new Map<string, number>();
  const scan = (root: Node, foreign: boolean): void => {
    for (const node of nodesOf(root)) {
      if (node.type !== 'MemberExpression' && node.type !== 'Identifier') continue;
      if (node.range[0] >= call.range[0] && node.range[1] <= call.range[1]) continue;
      const written = tree.text.slice(node.range[0], node.range[1]).replace(/\s+/g, '');
      const fits = tenant === null ? person.test(written) || (node.type === 'Identifier' && alone.test(written) && names.has(written)) : tenantTerm(written, field);
      // What another function calls so may be something else, unless it is read from what this one has too.
      if (fits && (!foreign || names.has(written.split(/[.?!]/)[0] ?? ''))) found.set(written, (found.get(written) ?? 0) + 1);
    }
  };
  const inner = around.at(-1);
  if (inner !== undefined) scan(inner, false);
  if (found.size === 0) scan(tree.program, true);
  return [...found].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** `req.user.organizationId` for `organizationId`. */
function tenantTerm(written: string, field: string): boolean {
  const cut = written.lastIndexOf('.');
  return cut > 0 && written.slice(cut + 1) === field && /(^|\.)(user|auth|session|principal|viewer|currentUser|account|tenant)[!?]*$/.test(written.slice(0, cut));
}

/** The names that the parameters of functions bind. */
function parametersOf(functions: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const fn of functions) {
    const parameters = 'params' in fn && Array.isArray(fn.params) ? fn.params as readonly Node[] : [];
    for (const parameter of parameters) for (const node of nodesOf(parameter)) if (node.type === 'Identifier') names.add(node.name);
  }
  return names;
}

/** The owner that the client named, written over. */
function replaced(call: TSESTree.CallExpression, field: string, caller: string): readonly TextEdit[] | null {
  const key = field.slice(field.lastIndexOf('.') + 1);
  const found = [...nodesOf(call)].filter((node): node is TSESTree.Property => node.type === 'Property' && !node.computed && node.key.type === 'Identifier' && node.key.name === key);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return null;
  return only.shorthand ? [{ start: only.range[1], end: only.range[1], newText: `: ${caller}` }] : [{ start: only.value.range[0], end: only.value.range[1], newText: caller }];
}

/** The filter with the owner beside what it asks for; null where the call is not written in a way that is understood. */
function filtered(tree: SourceTreeOf, call: TSESTree.CallExpression, intent: Intent, caller: string): readonly TextEdit[] | null {
  const term = `${intent.field}: ${caller}`;
  const [first, ...others] = call.arguments;
  const argument = first === undefined ? undefined : bare(first);
  const method = methodOf(call);
  if (method === null || first === undefined || argument === undefined) return null;
  const literal = argument.type === 'ObjectExpression' ? argument : undefined;
  switch (intent.library) {
    case 'prisma': {
      const where = literal === undefined ? undefined : objectOf(literal, 'where');
      return where === undefined || propertyOf(where, intent.field) !== undefined ? null : addProperty(tree.text, where, term);
    }
    case 'typeorm': {
      const where = literal === undefined ? undefined : objectOf(literal, 'where');
      if (where !== undefined) return addProperty(tree.text, where, term);
      if (/By(OrFail)?$|^(delete|update|softDelete)$/.test(method.name) && literal !== undefined) return addProperty(tree.text, literal, term);
      // `delete(id)` is `delete({ id })`.
      return /^(delete|update|softDelete)$/.test(method.name) && literal === undefined && others.length < 2 ? asObject(tree.text, first, 'id', term) : null;
    }
    case 'mongoose': {
      if (literal !== undefined && /^(findOne|findOneAnd\w+|updateOne|deleteOne|replaceOne|exists)$/.test(method.name)) return addProperty(tree.text, literal, term);
      // `findById(id)` takes nothing else: `findOne({ _id: id, … })` does.
      const wide = { findById: 'findOne', findByIdAndUpdate: 'findOneAndUpdate', findByIdAndDelete: 'findOneAndDelete', findByIdAndRemove: 'findOneAndDelete' }[method.name];
      return wide === undefined ? null : [{ start: method.range[0], end: method.range[1], newText: wide }, ...asObject(tree.text, first, '_id', term)];
    }
    case 'sequelize': {
      const where = literal === undefined ? undefined : objectOf(literal, 'where');
      if (where !== undefined) return addProperty(tree.text, where, term);
      return method.name === 'findByPk' && others.length === 0 ? [{ start: method.range[0], end: method.range[1], newText: 'findOne' }, { start: first.range[0], end: first.range[0], newText: '{ where: { id: ' }, { start: first.range[1], end: first.range[1], newText: `, ${term} } }` }] : null;
    }
    default: return null;
  }
}

function asObject(text: string, value: Node, key: string, term: string): readonly TextEdit[] {
  const own = text.slice(value.range[0], value.range[1]);
  return [{ start: value.range[0], end: value.range[1], newText: own === key ? `{ ${key}, ${term} }` : `{ ${key}: ${own}, ${term} }` }];
}
