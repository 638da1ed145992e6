import type { Branch, Condition, Path } from '../evaluate/path';
import { always } from '../evaluate/path';
import { truthOf } from '../evaluate/truth';
import { UNDEFINED, type Value } from '../evaluate/value';
import { credentialIn, mentionsBody } from './credentials';
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

/** What a caller must hold beside a credential: a role, or a permission. */
interface Privilege { readonly kind: 'role' | 'scope'; readonly names: readonly string[]; readonly flag: boolean }

/**
 * Roles that the ways to the points ask for: `user.role === 'admin'`, `roles.includes('editor')`, `user.isAdmin`. Of alternatives (an editor or an
 * admin) all are told, when there is no way beside them: a role of one way among free ones is no demand.
 */
export function rolesOf(conditions: readonly Condition[], ways: readonly Path[], until: Path): string[] {
  return namesOf('role', conditions, ways, until);
}

/** Permissions and scopes that the ways to the points ask for: those of tokens that libraries checked, `permissions.includes('notes:write')`. */
export function scopesOf(conditions: readonly Condition[], ways: readonly Path[], until: Path): string[] {
  return [...new Set([...conditions.flatMap(one => one.kind === 'verified' ? one.scopes ?? [] : []), ...namesOf('scope', conditions, ways, until)])];
}

function namesOf(kind: Privilege['kind'], conditions: readonly Condition[], ways: readonly Path[], until: Path): string[] {
  if (ways.length === 0) return [];
  const asking = new Map(conditions.flatMap(one => { const privilege = privilegeIn(one); return privilege ? [[one, privilege] as const] : []; }));
  if (asking.size === 0 || !ways.every(way => always(way, one => asking.has(one), until))) return [];
  const everywhere = [...asking].filter(([condition]) => ways.every(way => always(way, one => one === condition, until)));
  const demanded = (everywhere.length > 0 ? everywhere : [...asking]).map(([, privilege]) => privilege);
  // That administrators pass as well says nothing about what the others need.
  const named = demanded.filter(one => !one.flag);
  return [...new Set((named.length > 0 ? named : demanded).flatMap(one => one.kind === kind ? one.names : []))];
}

/** What a test that holds says of the caller's privileges; null when it says nothing. */
function privilegeIn(condition: Condition): Privilege | null {
  if (condition.kind === 'verified') return condition.roles.length > 0 ? { kind: 'role', names: condition.roles, flag: false } : null;
  if (condition.kind !== 'branch') return null;
  const { test, taken } = condition;
  if (test.t === 'union') return ofAlternatives(condition, test.of.filter(one => truthOf(one) !== !taken));
  const flag = taken ? FLAG.exec(keyNames(test))?.[1] : undefined;
  if (flag !== undefined && ofCaller(test)) return { kind: 'role', names: [flag.charAt(0).toLowerCase() + flag.slice(1)], flag: true };
  if (test.t !== 'sym' || test.op !== 'derived') return null;
  const { name, from } = test;
  if (name === (taken ? '||' : '&&')) return eitherOf(from.map(side => privilegeIn({ ...condition, test: side })));
  if (!EQUAL.has(name) && !UNEQUAL.has(name)) return null;
  if (taken === UNEQUAL.has(name)) return null;
  const keys = from.map(keyNames).join(' ');
  if (!/role|permission|scope|admin|privilege/i.test(keys)) return null;
  const names = from.flatMap(one => one.t === 'list' ? one.items : [one]).flatMap(one => one.t === 'lit' && typeof one.v === 'string' ? [one.v] : []);
  return names.length === 0 ? null : { kind: /role/i.test(keys) || !/permission|scope/i.test(keys) ? 'role' : 'scope', names, flag: false };
}

/** What a test says whose value may be one of several: the same of all of them, though the list that is asked is not always told by the caller. */
function ofAlternatives(condition: Branch, all: readonly Value[]): Privilege | null {
  const each = all.map(test => privilegeIn({ ...condition, test }));
  const first = each.find(one => one !== null);
  if (!first) return null;
  const asks = (test: Value): boolean => test.t === 'sym' && test.op === 'derived' && EQUAL.has(test.name) && test.from.some(one => one.t === 'lit' && first.names.includes(String(one.v)));
  return each.every((one, index) => one === null ? asks(all[index] ?? UNDEFINED) : one.kind === first.kind && one.names.join() === first.names.join()) ? first : null;
}

/** One privilege or another: that of those who are no administrators, when both are of one kind. */
function eitherOf(sides: readonly (Privilege | null)[]): Privilege | null {
  const held = sides.flatMap(one => one ?? []);
  if (held.length < sides.length) return null;
  const named = held.filter(one => !one.flag);
  const told = named.length > 0 ? named : held;
  const [first] = told;
  return first && told.every(one => one.kind === first.kind) ? { ...first, names: told.flatMap(one => one.names) } : null;
}

/** `isAdmin`, `user.isSuperAdmin`, `is_admin`: who has all rights. */
const FLAG = /(?:^|\.)(?:is_?|has_?)?((?:[A-Za-z]*_?)?[Aa]dmin)$/;

/** Whether a value is told about who calls, not by what the client sent. */
const ofCaller = (v: Value): boolean => { const mention = credentialIn(v); return mention?.strength === 'strong' && !mentionsBody(v); };

const EQUAL: ReadonlySet<string> = new Set(['===', '==', 'includes', 'some', 'has']);
const UNEQUAL: ReadonlySet<string> = new Set(['!==', '!=']);

function keyNames(v: Value): string {
  if (v.t === 'sym' && v.op === 'get') return v.key;
  if (v.t === 'sym' && v.op === 'input') return v.path.join('.');
  if (v.t === 'model' && v.type.name === 'entity.field') return String((v.state as { field: { name: string } }).field.name);
  return v.t === 'union' ? v.of.map(keyNames).join(' ') : '';
}
