import type { Condition, Path } from '../evaluate/path';
import { always } from '../evaluate/path';
import type { Value } from '../evaluate/value';
import { credentialIn } from './credentials';
import type { Checks } from './proof';

/** How the caller proves who it is, of the tests that hold. */
export function mechanismsOf(conditions: readonly Condition[], checks: Checks): string[] {
  const found = new Set<string>();
  for (const condition of conditions) {
    if (condition.kind === 'verified') condition.mechanisms.forEach(one => found.add(one));
    else if (condition.kind === 'branch' && checks.isGood(condition)) {
      const mention = credentialIn(condition.test);
      if (mention) found.add(mention.mechanism);
    }
  }
  if (found.size > 1) found.delete('custom');
  return [...found];
}

/** Scopes of tokens that libraries asked for. */
export function scopesOf(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap(one => one.kind === 'verified' ? one.scopes ?? [] : []))];
}

/** Roles that every way to the points asks for: `user.role === 'admin'`, `roles.includes('editor')`. A role of one alternative is no demand. */
export function rolesOf(conditions: readonly Condition[], ways: readonly Path[], until: Path): string[] {
  return [...new Set(conditions.flatMap(one => {
    const roles = rolesIn(one);
    return roles.length > 0 && ways.every(way => always(way, other => other === one, until)) ? roles : [];
  }))];
}

function rolesIn(condition: Condition): readonly string[] {
  if (condition.kind === 'verified') return condition.roles;
  if (condition.kind !== 'branch' || condition.test.t !== 'sym' || condition.test.op !== 'derived') return [];
  const { name, from } = condition.test;
  if (!EQUAL.has(name) && !UNEQUAL.has(name)) return [];
  if (condition.taken === UNEQUAL.has(name)) return [];
  if (!from.some(one => /role|permission|scope|admin|privilege/i.test(keyNames(one)))) return [];
  return from.flatMap(one => one.t === 'list' ? one.items : [one]).flatMap(one => one.t === 'lit' && typeof one.v === 'string' ? [one.v] : []);
}

const EQUAL: ReadonlySet<string> = new Set(['===', '==', 'includes', 'some', 'has']);
const UNEQUAL: ReadonlySet<string> = new Set(['!==', '!=']);

function keyNames(v: Value): string {
  if (v.t === 'sym' && v.op === 'get') return v.key;
  if (v.t === 'sym' && v.op === 'input') return v.path.join('.');
  if (v.t === 'model' && v.type.name === 'entity.field') return String((v.state as { field: { name: string } }).field.name);
  return v.t === 'union' ? v.of.map(keyNames).join(' ') : '';
}
