import type { Condition } from '../evaluate/path';
import { always } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import type { InputValue, Value } from '../evaluate/value';
import type { Claim } from '../model/access';
import { detailOf, inputName } from './origin';
import type { EndpointRun } from './exchange';
import type { Places } from './places';
import { refusalsOf } from './refusal';


/** Names under which a client would say what it may do. */
const RIGHTS = /^(x-)?(user[-_]?)?(is[-_]?)?(super[-_]?)?(admin|administrator|role|roles|permission|permissions|privilege|privileges|owner|staff|superuser)$/i;
const FLAG = /^(x-)?(user[-_]?)?(is[-_]?|super|admin)/i;
/** Who may do more than others, as roles are called; in a body a plain `user` or `owner` may be anything. */
const ADMIN = /admin|root|super|staff|moderator/i;
const BY_CLIENT: ReadonlySet<string> = new Set(['body', 'query', 'header', 'cookie', 'path']);

/** Tests that believe what a client says about its rights, where one outcome is refused or something is changed only with the other. */
export function claimsOf(run: EndpointRun, conditions: readonly Condition[], places: Places): readonly Claim[] {
  const believed = conditions.flatMap(one => {
    const by = one.kind === 'branch' ? claimIn(one.test) : null;
    return one.kind === 'branch' && by !== null ? [{ condition: one, by }] : [];
  });
  if (believed.length === 0) return [];
  const decided = new Map<string, Claim>();
  const steps = run.steps;
  const changes = steps.flatMap(step => step.events.filter(event => { const detail = detailOf(event); return detail !== null && detail.effect !== 'read'; })).map(event => event.path);
  const details = steps.flatMap(step => step.events.flatMap(event => detailOf(event) ?? []));
  // What is stored or looked for is data, and its tests are about that.
  const isData = (by: InputValue): boolean => details.some(detail => [detail.where, detail.data].some(one => one !== null && mentions(one, part => part.t === 'sym' && part.op === 'input' && inputName(part) === inputName(by))));
  const refusals = steps.flatMap(step => refusalsOf(step.events, step.thrown)).filter(one => one.status !== 302).map(one => one.path);
  for (const { condition, by } of believed) {
    if (isData(by)) continue;
    if (![...changes, ...refusals].some(path => always(path, other => other === condition))) continue;
    decided.set(`${by.in}.${by.path.join('.')}`, { ...places.head(condition.site), source: by.in, name: by.path.join('.') });
  }
  return [...decided.values()];
}

/** What the client says about its rights, in a test that asks nothing that is known of the caller. */
function claimIn(test: Value): InputValue | null {
  let found: InputValue | null = null;
  let compared = false;
  const other = mentions(test, one => {
    if (one.t === 'lit' && typeof one.v === 'string') compared ||= ADMIN.test(one.v);
    if (one.t === 'hole' || (one.t === 'model' && one.type.name.startsWith('entity.'))) return true;
    if (one.t === 'sym' && (one.op === 'call' || one.op === 'new')) return true;
    if (one.t !== 'sym' || one.op !== 'input') return false;
    if (one.in === 'principal' || one.in === 'session') return true;
    if (BY_CLIENT.has(one.in) && RIGHTS.test(one.path.at(-1) ?? '')) found = one;
    return false;
  });
  const by = found as InputValue | null;
  if (other || by === null) return null;
  // Whether something is one of the known roles is validation; that there is one at all is no right, but a flag is.
  const among = test.t === 'sym' && test.op === 'derived' && ['includes', 'has', 'some', 'every', 'indexOf', 'find', 'typeof', 'in'].includes(test.name);
  if (among && by.in !== 'header' && by.in !== 'cookie') return null;
  return compared || FLAG.test(by.path.at(-1) ?? '') ? by : null;
}
