import type { Auth, AuthStatus, Guard } from '../model/api';
import type { Site } from '../model/facts';
import type { Evidence } from '../model/finding';
import type { TraceEvent, Thrown } from '../evaluate/machine';
import type { Condition, Path } from '../evaluate/path';
import { always, conditionsOf } from '../evaluate/path';
import { alternatives, type InputValue, type Value } from '../evaluate/value';
import { credentialIn, goodOutcome, mentionsBody, soundsLikeAuth, termName } from './credentials';
import type { EndpointRun, StepRun } from './exchange';
import { statusOf } from './exchange';
import type { Places } from './places';
import { guardReference } from './reference';

/** The verdict on an endpoint with the guards that led to it. */
export interface Judgement { readonly guards: readonly Guard[]; readonly auth: Auth }

/** Config, and names of guards that it vouches for. */
export interface JudgeContext {
  readonly places: Places;
  readonly vouched: ReadonlyMap<string, { readonly mechanisms: readonly string[]; readonly roles: readonly string[] }>;
  /** What values say about callers, kept while a model is built: the same tests stand on the ways of many endpoints. */
  readonly memo: JudgeMemo;
}

export interface JudgeMemo {
  readonly mention: WeakMap<Value, { readonly found: ReturnType<typeof credentialIn> }>;
  readonly identity: WeakMap<Value, string>;
}

/** An empty memo. */
export function createMemo(): JudgeMemo {
  return { mention: new WeakMap(), identity: new WeakMap() };
}

type Branch = Extract<Condition, { kind: 'branch' }>;
const keyOf = (site: Site | null): string => site === null ? '' : `${site.file}#${site.unit}#${site.n}`;

/** Whether an answer refuses the caller for want of credentials or rights. */
function refusalStatus(event: TraceEvent): 401 | 403 | 302 | null {
  const status = statusOf(event);
  if (status === 401 || status === 407) return 401;
  if (status === 403) return 403;
  if (status !== null && status >= 300 && status < 400) return 302;
  return null;
}

/** The status of a thrown value: `error.status`, or what its class is called. */
export function thrownStatus(value: Value): number | null {
  for (const one of alternatives(value)) {
    const props = one.t === 'object' || one.t === 'instance' || one.t === 'model' ? one.props : null;
    for (const key of ['status', 'statusCode', 'code', 'httpStatus', 'httpStatusCode', 'errorCode']) {
      const status = props?.get(key);
      if (status?.t === 'lit' && typeof status.v === 'number' && status.v >= 100 && status.v < 600) return status.v;
      if (status?.t === 'lit' && typeof status.v === 'string' && /^(un_?auth(ori[sz]ed|enticated)|not_?auth(ori[sz]ed|enticated))$/i.test(status.v)) return 401;
      if (status?.t === 'lit' && typeof status.v === 'string' && /^(forbidden|access_?denied|permission_?denied)$/i.test(status.v)) return 403;
    }
    const name = one.t === 'instance' ? one.cls.name ?? '' : one.t === 'sym' && (one.op === 'new' || one.op === 'call') ? termName(one.base) : '';
    if (/unauthori[sz]ed|unauthenticated|authentication|notauthenticated|invalidtoken|loginrequired/i.test(name)) return 401;
    if (/forbidden|accessdenied|permission|notallowed|unauthorizedaction/i.test(name)) return 403;
    if (/notfound/i.test(name)) return 404;
    if (/validation|badrequest|badrequesterror|zod/i.test(name)) return 400;
  }
  return null;
}

interface Refusal { readonly path: Path; readonly status: 401 | 403 | 302; readonly site: Site | null }

function refusalsOf(events: readonly TraceEvent[], thrown: readonly Thrown[]): Refusal[] {
  const out: Refusal[] = [];
  for (const event of events) {
    if (event.kind === 'respond') {
      const status = refusalStatus(event);
      if (status !== null) out.push({ path: event.path, status, site: event.site });
    } else if (event.kind === 'throw') {
      const status = thrownStatus(event.value);
      if (status === 401 || status === 403) out.push({ path: event.path, status, site: event.site });
    }
  }
  for (const one of thrown) {
    const status = thrownStatus(one.value);
    if (status === 401 || status === 403) out.push({ path: one.path, status, site: one.site });
  }
  return out;
}

/** Which tests check a credential, and with which outcome a good one passes. */
interface Checks {
  isGood(condition: Condition): boolean;
  isRead(condition: Condition): boolean;
}

/**
 * A test checks a credential when it depends on one, or when one of its outcomes is answered with 401. The outcome that is refused is the
 * bad one; where no refusal tells, the form of the test does.
 */
function checksOf(refusals: readonly Refusal[], run: StepRun, memo: JudgeMemo, reads: readonly InputValue[] = run.reads): Checks {
  // A test whose other outcome is answered with 400, 404 or 429 asks for something else than a credential, whatever it is keyed by.
  const elsewhere = new Map<string, Set<string>>();
  const { entry } = run;
  // Who takes a body and answers 401 may be checking a password in it: there only what is a credential by itself counts.
  const takesBody = reads.some(read => read.in === 'body');
  const testKey = (condition: Branch): string => `${condition.taken ? '+' : '-'}${identityOf(condition.test, memo)}`;
  const answers = new Map<Condition, 'credential' | 'maybe' | null>();
  const refused = new Map<string, Set<string>>();
  const statuses = new Map<string, Set<number>>();
  for (const refusal of refusals) {
    // The innermost conditions are what the refusal is about: that an earlier test had gone well is no reason for it.
    for (const condition of innermost(refusal.path, entry)) {
      const key = keyOf(condition.site);
      (refused.get(key) ?? refused.set(key, new Set()).get(key))?.add(testKey(condition));
      (statuses.get(key) ?? statuses.set(key, new Set()).get(key))?.add(refusal.status);
    }
  }
  for (const event of run.events) {
    const status = event.kind === 'respond' ? statusOf(event) : null;
    if (status === null || status < 400 || refusalStatus(event) !== null) continue;
    for (const condition of innermost(event.path, entry)) {
      const key = keyOf(condition.site);
      (elsewhere.get(key) ?? elsewhere.set(key, new Set()).get(key))?.add(testKey(condition));
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
    const key = keyOf(condition.site);
    const mention = mentionOf(condition.test, memo);
    const status = statuses.get(key);
    const oneSided = status !== undefined && refused.get(key)?.size === 1 && !refused.get(key)?.has(testKey(condition));
    if (mention?.strength === 'strong') return 'credential';
    if (mention?.strength === 'weak') return oneSided ? 'credential' : 'maybe';
    return oneSided && status.has(401) && !takesBody && !mentionsBody(condition.test) ? 'credential' : null;
  };
  return {
    isGood(condition) {
      if (condition.kind === 'verified') return true;
      if (condition.kind !== 'branch' || about(condition) !== 'credential') return false;
      const outcomes = refused.get(keyOf(condition.site));
      const here = testKey(condition);
      const opposite = testKey({ ...condition, taken: !condition.taken });
      if (outcomes?.has(opposite) === true && !outcomes.has(here)) return true;
      if (outcomes?.has(here) === true && !outcomes.has(opposite)) return false;
      if (elsewhere.get(keyOf(condition.site))?.has(opposite) === true) return false;
      return goodOutcome(condition) === condition.taken;
    },
    isRead: condition => condition.kind === 'verified' || (condition.kind === 'branch' && about(condition) !== null),
  };
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
      if (p.condition.kind === 'called') continue;
      // A compound test leaves several conditions at its place.
      if (p.condition.kind !== 'branch' || (site !== null && keyOf(p.condition.site) !== site)) return;
      site = keyOf(p.condition.site);
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

function mechanismsOf(conditions: readonly Condition[], checks: Checks): string[] {
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
function scopesOf(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap(one => one.kind === 'verified' ? one.scopes ?? [] : []))];
}

/** Roles that tests compare with: `user.role === 'admin'`, `roles.includes('editor')`. */
function rolesOf(conditions: readonly Condition[]): string[] {
  const roles = new Set<string>();
  for (const condition of conditions) {
    if (condition.kind === 'verified') { condition.roles.forEach(role => roles.add(role)); continue; }
    if (condition.kind !== 'branch' || condition.test.t !== 'sym' || condition.test.op !== 'derived') continue;
    const { name, from } = condition.test;
    const about = from.some(one => /role|permission|scope|admin|privilege/i.test(keyNames(one)));
    if (!about || !['===', '==', '!==', '!=', 'includes', 'some', 'has'].includes(name)) continue;
    for (const one of from) {
      if (one.t === 'lit' && typeof one.v === 'string') roles.add(one.v);
      if (one.t === 'list') for (const item of one.items) if (item.t === 'lit' && typeof item.v === 'string') roles.add(item.v);
    }
  }
  return [...roles];
}

function keyNames(v: Value): string {
  if (v.t === 'sym' && v.op === 'get') return v.key;
  if (v.t === 'sym' && v.op === 'input') return v.path.join('.');
  if (v.t === 'model' && v.type.name === 'entity.field') return String((v.state as { field: { name: string } }).field.name);
  return v.t === 'union' ? v.of.map(keyNames).join(' ') : '';
}

/** Judges what a guard does to a request without credentials. */
function judgeStep(run: StepRun, context: JudgeContext): Guard {
  const { step } = run;
  const name = termName(step.value);
  const place = context.places.of(step.site);
  const reference = guardReference(step, context.places);
  const base = { ...place, name, scope: step.scope, roles: [] as string[], scopes: [], reference };
  const vouched = context.vouched.get(name);
  if (vouched) return { ...base, verdict: 'refuses', proof: 'config', mechanisms: vouched.mechanisms, roles: vouched.roles, why: `the configuration says that ${name} refuses requests without credentials` };
  const refusals = refusalsOf(run.events, run.thrown);
  const checks = checksOf(refusals, run, context.memo);
  const on = run.events.filter(event => event.kind === 'next');
  const since = on.flatMap(event => conditionsOf(event.path, run.entry));
  const mechanisms = mechanismsOf(since, checks);
  if (on.length > 0 && on.every(event => always(event.path, checks.isGood, run.entry))) {
    const by = since.find((one): one is Extract<Condition, { kind: 'verified' }> => one.kind === 'verified');
    const refusal = refusals[0];
    const why = by ? `${name} verifies the credential with ${by.by}`
      : `${name} goes on only when ${describe(since.find(checks.isGood))} is accepted${refusal ? `, and answers ${refusal.status === 302 ? 'a redirect' : refusal.status} otherwise` : ''}`;
    return { ...base, verdict: 'refuses', proof: by ? 'library' : 'evaluated', mechanisms, roles: rolesOf(since), scopes: scopesOf(since), why };
  }
  if (run.opaque && on.length === 0) {
    const harmless = alternatives(step.value).every(one => one.t === 'sym' && !soundsLikeAuth(termName(one)) && !soundsLikeAuth(moduleOf(one)));
    return harmless ? { ...base, verdict: 'passes', proof: null, mechanisms: [], why: `${name} is a library's middleware with nothing of authentication in its name` }
      : { ...base, verdict: 'unknown', proof: soundsLikeAuth(name) ? 'name' : null, mechanisms: [], why: `what ${name} does could not be followed` };
  }
  if (since.some(checks.isRead) || refusals.length > 0 || run.reads.some(read => credentialIn(read)?.strength === 'strong')) {
    return { ...base, verdict: 'optional', proof: 'evaluated', mechanisms, why: `${name} reads credentials, but a request without them goes on` };
  }
  const unsure = unsureCalls(since);
  if (unsure.length > 0) return { ...base, verdict: 'unknown', proof: 'name', mechanisms: [], why: `${name} calls ${unsure[0] ?? ''}, which could not be followed` };
  return { ...base, verdict: 'passes', proof: 'evaluated', mechanisms: [], why: `${name} asks for no credentials` };
}

function moduleOf(v: Value): string {
  if (v.t !== 'sym') return '';
  if (v.op === 'import') return v.module;
  return v.op === 'get' || v.op === 'call' || v.op === 'new' ? moduleOf(v.base) : '';
}

/** Calls out of sight whose names sound like authentication and that could have refused by throwing. */
function unsureCalls(conditions: readonly Condition[]): string[] {
  return conditions.flatMap(one => one.kind === 'called' && soundsLikeAuth(termName(one.value)) ? [termName(one.value)] : []);
}

function describe(condition: Condition | undefined): string {
  if (condition === undefined) return 'a credential';
  if (condition.kind === 'verified') return condition.by;
  return condition.kind === 'branch' ? credentialIn(condition.test)?.what ?? 'the caller' : 'a credential';
}

/** Judges an endpoint from its run. */
export function judge(run: EndpointRun, context: JudgeContext): Judgement {
  const judged = run.steps.filter(one => one.step.kind === 'guard').map(one => judgeStep(one, context));
  // That somebody is known says nothing about how: beside a real mechanism it is left out, alone it is a session.
  const all = new Set(judged.flatMap(guard => guard.mechanisms));
  const told = (list: readonly string[]): string[] => [...new Set(all.size > 1 ? list.filter(one => one !== 'principal') : list.map(one => one === 'principal' ? 'session' : one))];
  const guards = judged.map(guard => ({ ...guard, mechanisms: told(guard.mechanisms) }));
  const handler = run.steps.find(one => one.step.kind === 'handler');
  const evidence: Evidence[] = [];
  const say = (message: string, at: { readonly file: string; readonly range: Guard['range'] }): void => { evidence.push({ message, file: at.file, range: at.range }); };
  const refusing = guards.filter(guard => guard.verdict === 'refuses');
  for (const guard of refusing) say(guard.why, guard);
  const mechanisms = new Set(refusing.flatMap(guard => guard.mechanisms));
  const roles = new Set(refusing.flatMap(guard => guard.roles));
  const scopes = new Set(refusing.flatMap(guard => guard.scopes));
  const named = (): string[] => mechanisms.size > 1 ? [...mechanisms].filter(one => one !== 'principal') : [...mechanisms].map(one => one === 'principal' ? 'session' : one);
  let status: AuthStatus | null = refusing.length > 0 ? 'required' : null;

  let reads = guards.some(guard => guard.verdict === 'optional');
  let unsure = guards.find(guard => guard.verdict === 'unknown') ?? null;
  let unsureWhy: string | null = unsure?.why ?? null;
  if (handler) {
    const refusals = refusalsOf(handler.events, handler.thrown);
    const checks = checksOf(refusals, handler, context.memo, run.reads);
    const answers = handler.events.filter(event => event.kind === 'respond' && refusalStatus(event) === null && (statusOf(event) ?? 200) < 400);
    // What a catch answers is an error's answer, not the endpoint's.
    const proper = answers.filter(event => !always(event.path, one => one.kind === 'caught', handler.entry));
    const ways: Path[] = proper.length > 0 ? proper.map(event => event.path) : answers.length > 0 ? answers.map(event => event.path) : handler.exit === undefined ? [] : [handler.exit];
    const since = ways.flatMap(way => conditionsOf(way, handler.entry));
    if (ways.length > 0 && ways.every(way => always(way, checks.isGood, handler.entry))) {
      const good = since.find(checks.isGood);
      const at = context.places.of(good?.kind === 'branch' || good?.kind === 'verified' ? good.site : handler.step.site);
      say(`the handler answers only when ${describe(good)} is accepted`, at);
      for (const mechanism of mechanismsOf(since, checks)) mechanisms.add(mechanism);
      for (const role of rolesOf(since.filter(one => ways.every(way => always(way, other => other === one, handler.entry))))) roles.add(role);
      for (const scope of scopesOf(since)) scopes.add(scope);
      status = 'required';
    } else if (since.some(checks.isRead) || refusals.some(one => one.status === 401) || handler.reads.some(read => credentialIn(read)?.strength === 'strong')) reads = true;
    if (handler.opaque || run.exhausted) unsureWhy ??= `the handler ${termName(handler.step.value)} could not be followed`;
    const caught = refusals.find(one => always(one.path, condition => condition.kind === 'caught', handler.entry));
    if (caught && since.some(one => one.kind === 'called')) unsureWhy ??= `the handler answers ${caught.status} where something was thrown, and what throws could not be followed`;
    if (refusals.some(one => one.status === 403) && !since.some(checks.isRead)) unsureWhy ??= 'the handler answers 403 on grounds that are no known credential';
    const calls = unsureCalls(since);
    if (calls.length > 0) unsureWhy ??= `the handler calls ${calls[0] ?? ''}, which could not be followed`;
  }
  if (status === null && !run.reached) {
    unsure ??= guards[guards.length - 1] ?? null;
    unsureWhy ??= 'a middleware before the handler answers every request';
  }
  const { marker } = run.endpoint;
  if (marker?.kind === 'public') {
    say(marker.why, context.places.of(marker.site ?? run.endpoint.site));
    return { guards, auth: { status: 'public', mechanisms: [], roles: [], scopes: [], evidence } };
  }
  if (status === null && unsureWhy !== null) {
    status = 'unknown';
    say(unsureWhy, unsure ?? context.places.of(run.endpoint.handlerSite ?? run.endpoint.site));
  }
  if (status === null && reads) {
    status = 'optional';
    const first = guards.find(guard => guard.verdict === 'optional');
    say(first?.why ?? 'the handler reads credentials and answers without them too', first ?? context.places.of(run.endpoint.handlerSite ?? run.endpoint.site));
  }
  if (status === null) {
    status = 'none';
    for (const guard of guards.slice(0, 6)) say(guard.why, guard);
    say(guards.length === 0 ? 'nothing runs before the handler' : 'none of what runs before the handler asks for credentials, and the handler does not either', context.places.of(run.endpoint.handlerSite ?? run.endpoint.site));
  }
  return { guards, auth: { status, mechanisms: named(), roles: [...roles], scopes: [...scopes], evidence } };
}
