import { siteKey } from '../model/facts';
import type { Branch, Condition, Path } from '../evaluate/path';
import { always, conditions, conditionsOf } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import { alternatives, type InputValue, type Value } from '../evaluate/value';
import { callerOutcome, credentialIn, goodOutcome, mentionsBody, termName } from './credentials';
import type { StepRun } from './exchange';
import { statusOf } from './exchange';
import type { Refusal } from './refusal';
import { thrownStatus } from './refusal';

/** What values say about callers, kept while a model is built: the same tests stand on the ways of many endpoints. */
export interface JudgeMemo {
  readonly mention: WeakMap<Value, { readonly found: ReturnType<typeof credentialIn> }>;
  readonly identity: WeakMap<Value, string>;
}

/** An empty memo. */
export function createMemo(): JudgeMemo {
  return { mention: new WeakMap(), identity: new WeakMap() };
}


/** Which tests check a credential, and with which outcome a good one passes. */
export interface Checks {
  isGood(condition: Condition): boolean;
  isRead(condition: Condition): boolean;
  /** Another setting of the deployment, which no caller chooses, refuses here: this way is open only where that setting is missing. */
  isDeployment(condition: Condition): boolean;
  /** Of several tests, the one that shows best that a credential is demanded: a library's, then one whose other outcome is refused, then whether there is a caller. */
  best(conditions: readonly Condition[]): Condition | undefined;
  /** Whether the way is closed to a request without credentials, in the strictest deployment. */
  closes(condition: Condition): boolean;
}

/**
 * A test checks a credential when it depends on one, or when one of its outcomes is answered with 401. The outcome that is refused is the
 * bad one; where no refusal tells, the form of the test does.
 */
export function checksOf(refusals: readonly Refusal[], run: StepRun, memo: JudgeMemo, reads: readonly InputValue[] = run.reads): Checks {
  // A test whose other outcome is answered with 400, 404 or 429 asks for something else than a credential, whatever it is keyed by.
  const elsewhere = new Map<string, Set<string>>();
  const { entry } = run;
  // Who takes a body and answers 401 may be checking a password in it: there only what is a credential by itself counts.
  const takesBody = reads.some(read => read.in === 'body');
  const testKey = (condition: Branch): string => `${condition.taken ? '+' : '-'}${identityOf(condition.test, memo)}`;
  const answers = new Map<Condition, 'credential' | 'maybe' | null>();
  const refused = new Map<string, Set<string>>();
  const statuses = new Map<string, Set<number>>();
  for (const event of run.events) {
    // What a catch answers may have been thrown anywhere in the block: there the throw itself tells.
    const status = event.kind === 'throw' ? thrownStatus(event.value) : event.kind === 'respond' && !always(event.path, one => one.kind === 'caught', entry) ? statusOf(event) : null;
    if (status === null || status < 400 || status === 401 || status === 403 || status === 407) continue;
    for (const condition of innermost(event.path, entry)) {
      // Who answers 404 or 412 because there is nobody asks for a credential all the same.
      if (callerOutcome(condition) === !condition.taken) continue;
      const key = siteKey(condition.site);
      (elsewhere.get(key) ?? elsewhere.set(key, new Set()).get(key))?.add(testKey(condition));
    }
  }
  for (const refusal of refusals) {
    // The innermost conditions are what the refusal is about: that an earlier test had gone well is no reason for it.
    const caught = always(refusal.path, one => one.kind === 'caught', entry);
    for (const condition of innermost(refusal.path, entry)) {
      const key = siteKey(condition.site);
      // A catch that may answer 401 says nothing of a throw that says itself what it is for.
      if (caught && elsewhere.get(key)?.has(testKey(condition)) === true) continue;
      // Who is sent away because there is somebody (to the start page after signing out) is not refused for want of a credential.
      if (callerOutcome(condition) === condition.taken) continue;
      (refused.get(key) ?? refused.set(key, new Set()).get(key))?.add(testKey(condition));
      (statuses.get(key) ?? statuses.set(key, new Set()).get(key))?.add(refusal.status);
    }
  }
  const about = (condition: Branch): 'credential' | 'maybe' | null => {
    const known = answers.get(condition);
    if (known !== undefined) return known;
    const answer = judgeTest(condition);
    answers.set(condition, answer);
    return answer;
  };
  const judgeTest = (condition: Branch): 'credential' | 'maybe' | null => {
    const key = siteKey(condition.site);
    const mention = mentionOf(condition.test, memo);
    const status = statuses.get(key);
    const oneSided = status !== undefined && refused.get(key)?.size === 1 && !refused.get(key)?.has(testKey(condition));
    if (mention?.strength === 'strong') return 'credential';
    if (mention?.strength === 'weak') return oneSided ? 'credential' : 'maybe';
    return oneSided && status.has(401) && !takesBody && !mentionsBody(condition.test) && !asksForPath(condition.test) ? 'credential' : null;
  };
  const isGood = (condition: Condition): boolean => {
    if (condition.kind === 'verified') return true;
    // Of `!(a || b)` refused, one of both was there: either must be good.
    const either = condition.kind === 'branch' ? eitherOf(condition) : null;
    // A conjunction that was refused says nothing of its single parts: there the form must say it too.
    if (either !== null) return either.every(one => one.some(part => isGood(part) && (part.kind !== 'branch' || eitherOf(part) !== null || goodOutcome(part) === part.taken)));
    if (condition.kind !== 'branch' || about(condition) !== 'credential') return false;
    const outcomes = refused.get(siteKey(condition.site));
    const here = testKey(condition);
    const opposite = testKey({ ...condition, taken: !condition.taken });
    if (outcomes?.has(opposite) === true && !outcomes.has(here)) return true;
    if (outcomes?.has(here) === true && !outcomes.has(opposite)) return false;
    if (elsewhere.get(siteKey(condition.site))?.has(opposite) === true) return false;
    return goodOutcome(condition) === condition.taken;
  };
  let settings: Map<string, number> | null = null;
  const isDeployment = (condition: Condition): boolean => {
    if (condition.kind !== 'branch' || environmentIn(condition.test).length === 0) return false;
    if (settings === null) {
      settings = new Map();
      for (const refusal of refusals) for (const one of conditionsOf(refusal.path, entry)) {
        if (one.kind === 'branch' && environmentIn(one.test).length > 0) settings.set(testKey(one), (settings.get(testKey(one)) ?? 0) + 1);
      }
    }
    // Of two settings one is the strict one; where neither is stricter, none is set aside.
    return (settings.get(testKey({ ...condition, taken: !condition.taken })) ?? 0) > (settings.get(testKey(condition)) ?? 0);
  };
  const closes = (condition: Condition): boolean => {
    const either = condition.kind === 'branch' ? eitherOf(condition) : null;
    return either !== null ? either.every(one => one.some(closes)) : isGood(condition) || isDeployment(condition) || isAccident(condition, run);
  };
  const rank = (condition: Condition): number => {
    if (condition.kind !== 'branch') return 0;
    const asked = callerOutcome(condition) !== null;
    const outcomes = refused.get(siteKey(condition.site));
    return outcomes?.has(testKey({ ...condition, taken: !condition.taken })) === true ? (asked ? 1 : 2) : asked ? 3 : 4;
  };
  return {
    isGood, isDeployment, closes,
    best: all => all.filter(isGood).reduce<Condition | undefined>((best, one) => best === undefined || rank(one) < rank(best) ? one : best, undefined),
    isRead: condition => condition.kind === 'verified' || (condition.kind === 'branch' && about(condition) !== null),
  };
}

/**
 * Whether a guard's list of open paths has the endpoint's path only by the accident of what a parameter is: `/users/login` on the list does not
 * open `/users/{id}`. A parameter of several segments may well hold an open path.
 */
function isAccident(condition: Condition, { step, wild }: StepRun): boolean {
  if (step.kind !== 'guard' || condition.kind !== 'branch') return false;
  const { test, taken } = condition;
  return alternatives(test).every(one => isMissed(one, wild, taken) || (one.t === 'lit' && Boolean(one.v) !== taken));
}

function isMissed(test: Value, wild: ReadonlySet<string>, taken: boolean): boolean {
  if (test.t !== 'sym' || test.op !== 'derived' || MATCHES.get(test.name) !== taken) return false;
  let path = false;
  let understood = true;
  mentions(test, one => {
    if (one.t === 'text') path ||= typeof one.parts[0] === 'string' && one.parts[0].startsWith('/');
    else if (one.t === 'sym' && one.op === 'input') understood = one.in === 'path' && !wild.has(one.path[0] ?? '');
    else if (one.t === 'sym' && one.op === 'derived') understood = MATCHES.has(one.name) || one.name === '||';
    // What a regular expression leaves open may be meant to hold any parameter.
    else understood = one.t === 'lit' || one.t === 'list';
    return !understood;
  });
  return path && understood;
}

/** Whether a test asks for nothing but the address that is called: that is no credential, whatever is answered otherwise. */
function asksForPath(test: Value): boolean {
  let path = false;
  const other = mentions(test, one => {
    const address = one.t === 'sym' && one.op === 'input' && (one.in === 'path' || one.in === 'url');
    path ||= address;
    return !address && !['text', 'lit', 'list', 'regex', 'union'].includes(one.t) && !(one.t === 'sym' && one.op === 'derived');
  });
  return path && !other;
}

/** Tests that ask whether a path is one of those, with the outcome that says yes. */
const MATCHES: ReadonlyMap<string, boolean> = new Map([
  ...['startsWith', 'endsWith', 'includes', 'some', '===', '=='].map(name => [name, true] as const), ['!==', false], ['!=', false],
]);

/** A disjunction that holds: the conditions of each of its sides, of which one holds; null for any other test. */
function eitherOf({ test, taken, site }: Branch): readonly (readonly Condition[])[] | null {
  if (test.t !== 'sym' || test.op !== 'derived' || test.name !== (taken ? '||' : '&&') || test.from.length !== 2) return null;
  return test.from.map(side => conditions(side, taken, site));
}

/** The last tests before a point, on each of its ways; none where something that was thrown led there. */
function innermost(path: Path, until: Path): Branch[] {
  const out: Branch[] = [];
  const seen = new Set<Path>();
  const visit = (from: Path, end: Path): void => {
    let site: string | null = null;
    for (let p = from; p !== null && p !== end && !seen.has(p); p = p.parent) {
      seen.add(p);
      if ('ways' in p) {
        for (const way of p.ways) visit(way, p.base === undefined ? p.parent : p.base);
        // A single way is what the value of the test before it came along; several are where the tests parted.
        if (p.ways.length > 1) return;
        continue;
      }
      if (p.condition.kind === 'called' || p.condition.kind === 'shortened') continue;
      // A compound test leaves several conditions at its place.
      if (p.condition.kind !== 'branch' || (site !== null && siteKey(p.condition.site) !== site)) return;
      site = siteKey(p.condition.site);
      out.push(p.condition);
    }
  };
  visit(path, until);
  return out;
}

/** A test at a site is told apart by what it depends on: a compound test has several there. */
function identityOf(v: Value, memo: JudgeMemo): string {
  const known = memo.identity.get(v);
  if (known !== undefined) return known;
  const identity = testIdentity(v, 0);
  memo.identity.set(v, identity);
  return identity;
}

function testIdentity(v: Value, depth: number): string {
  if (depth > 6) return '…';
  if (v.t === 'sym' && v.op === 'derived') return `${v.name}(${v.from.slice(0, 4).map(one => testIdentity(one, depth + 1)).join()})`;
  if (v.t === 'sym' && v.op === 'input') return [v.in, ...v.path].join('.');
  if (v.t === 'lit') return String(v.v);
  return termName(v);
}

function mentionOf(v: Value, memo: JudgeMemo): ReturnType<typeof credentialIn> {
  const known = memo.mention.get(v);
  if (known) return known.found;
  const found = credentialIn(v);
  memo.mention.set(v, { found });
  return found;
}

/** The environment variables that alone decide a test; none when anything else has a say. */
export function environmentIn(v: Value): readonly string[] {
  const names: string[] = [];
  const only = (one: Value, depth: number): boolean => {
    if (depth > 6) return false;
    switch (one.t) {
      case 'lit': return true;
      case 'text': return one.parts.every(part => typeof part === 'string' || only(part, depth + 1));
      case 'union': return one.of.every(each => only(each, depth + 1));
      case 'sym':
        if (one.op === 'env') { names.push(one.name); return true; }
        return one.op === 'derived' && one.from.every(each => only(each, depth + 1));
      default: return false;
    }
  };
  return only(v, 0) ? [...new Set(names)] : [];
}
