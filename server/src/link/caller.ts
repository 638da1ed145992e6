import { conditionsOf } from '../evaluate/path';
import type { Value } from '../evaluate/value';
import { credentialIn } from './credentials';
import type { StepRun } from './exchange';
import { endsOf } from './exchange';
import type { Places } from './places';

/** Names under which code keeps who calls. */
const CALLER = /[.?[{,]\s*['"]?(?:user|auth|session|principal|account|identity|viewer|member|actor|subject|claims|jwt|token|currentUser|current_user|authUser|loggedInUser|userId|user_id|userID|accountId|uid|isAuthenticated|isLoggedIn|authenticated|authInfo|apiKey|clientId|credentials|admin|isAdmin|kauth|oidc|decoded|payload|tenant|tenantId|org|organization|workspace)\b/;
/** Functions that tell who calls, or refuse. */
const ASKS = /\b(?:get|require|ensure|assert|check|verify|use|current|load|fetch|validate)_?(?:current|server|auth|my)?_?(?:user|session|auth|account|principal|viewer|identity|permission|access|token|signature|role|claims)\w*\s*\(|\bauth\s*\(|\b(?:authorize|authenticate|isAllowed|hasPermission|hasRole|hasAccess|can)\w*\s*\(/i;

/**
 * Whether a handler was followed and looks at nothing that says who calls. What it does with the caller may be out of the evaluator's sight
 * (an argument of a call that is not followed), so the words of its code count too: this answer is only ever a reason to speak.
 */
export function ignoresCaller(handler: StepRun, places: Places): boolean {
  if (handler.opaque || handler.exhausted || handler.reads.some(read => read.in === 'principal' || read.in === 'session' || credentialIn(read)?.strength === 'strong')) return false;
  const since = endsOf(handler).flatMap(way => conditionsOf(way, handler.entry));
  const tells = (value: Value): boolean => credentialIn(value)?.strength === 'strong';
  if (since.some(one => one.kind === 'verified' || one.kind === 'shortened' || (one.kind === 'branch' && tells(one.test)) || (one.kind === 'called' && tells(one.value)))) return false;
  if (handler.events.some(event => tells(event.value))) return false;
  return [...handler.units].every(key => {
    const text = textOf(key, places);
    return text === undefined || !(CALLER.test(text) || ASKS.test(text));
  });
}

/** The text of a code unit that ran; undefined for the top level of a module, which says nothing of one request. */
export function textOf(key: string, places: Places): string | undefined {
  const cut = key.lastIndexOf('#');
  const [file, name] = [key.slice(0, cut), key.slice(cut + 1)];
  const unit = name === '' ? undefined : places.facts(file)?.units[name];
  return unit === undefined ? undefined : places.text(file)?.slice(unit.start, unit.end);
}
