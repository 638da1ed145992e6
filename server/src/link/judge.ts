import type { Auth, AuthStatus, Guard } from '../model/api';
import type { Evidence } from '../model/finding';
import type { Condition, Path } from '../evaluate/path';
import { always, conditionsOf } from '../evaluate/path';
import { alternatives, type Value } from '../evaluate/value';
import { credentialIn, soundsLikeAuth, termName } from './credentials';
import type { EndpointRun, StepRun } from './exchange';
import { statusOf } from './exchange';
import type { Places } from './places';
import type { Checks, JudgeMemo } from './proof';
import { checksOf, environmentIn } from './proof';
import { flawsOf } from './flaws';
import { guardReference } from './reference';
import type { Refusal } from './refusal';
import { refusalsOf, refusalStatus } from './refusal';
import { mechanismsOf, rolesOf, scopesOf } from './roles';

/** A guard with what only judging needs to know. */
interface JudgedGuard extends Guard {
  /** It may say who the caller is, but can refuse nobody: what a handler does not ask of it protects nothing. */
  readonly attaches?: boolean;
}

/** The verdict on an endpoint with the guards that led to it. */
export interface Judgement { readonly guards: readonly Guard[]; readonly auth: Auth }

/** Config, and names of guards that it vouches for. */
export interface JudgeContext {
  readonly places: Places;
  readonly vouched: ReadonlyMap<string, { readonly mechanisms: readonly string[]; readonly roles: readonly string[] }>;
  readonly memo: JudgeMemo;
}

/** Judges what a guard does to a request without credentials, and says how it fails to. */
export function judgeStep(run: StepRun, context: JudgeContext): JudgedGuard {
  const refusals = refusalsOf(run.events, run.thrown);
  const checks = checksOf(refusals, run, context.memo);
  const guard = verdictOn(run, context, refusals, checks);
  if (guard.proof === 'config' || guard.verdict === 'unknown') return guard;
  const flaws = flawsOf({ run, verdict: guard.verdict, refusals, checks, places: context.places });
  return flaws.length === 0 ? guard : { ...guard, flaws };
}

function verdictOn(run: StepRun, context: JudgeContext, refusals: readonly Refusal[], checks: Checks): JudgedGuard {
  const { step } = run;
  const name = termName(step.value);
  const place = context.places.of(step.site);
  const reference = guardReference(step, context.places);
  const base = { ...place, name, scope: step.scope, roles: [] as string[], scopes: [], reference };
  const vouched = context.vouched.get(name);
  if (vouched) return { ...base, verdict: 'refuses', proof: 'config', mechanisms: vouched.mechanisms, roles: vouched.roles, why: `the configuration says that ${name} refuses requests without credentials` };
  const on = run.events.filter(event => event.kind === 'next');
  const since = on.flatMap(event => conditionsOf(event.path, run.entry));
  const mechanisms = mechanismsOf(since, checks);
  const ways = on.map(event => event.path);
  if (ways.length > 0 && since.some(checks.isGood) && ways.every(way => always(way, checks.closes, run.entry))) {
    if (step.unsure === true) return { ...base, verdict: 'unknown', proof: 'evaluated', mechanisms: [], why: `${name} refuses requests without credentials, but where it is mounted is not known` };
    const by = since.find((one): one is Extract<Condition, { kind: 'verified' }> => one.kind === 'verified');
    const refusal = refusals[0];
    const why = by ? `${name} verifies the credential with ${by.by}`
      : `${name} goes on only when ${describe(checks.best(since))} is accepted${refusal ? `, and answers ${refusal.status === 302 ? 'a redirect' : refusal.status} otherwise` : ''}`;
    return { ...base, verdict: 'refuses', proof: by ? 'library' : 'evaluated', mechanisms, roles: rolesOf(since, ways, run.entry), scopes: scopesOf(since, ways, run.entry), why: why + deployed(since.filter(checks.isDeployment)) };
  }
  if (run.opaque && on.length === 0) {
    const harmless = alternatives(step.value).every(one => one.t === 'sym' && !soundsLikeAuth(termName(one)) && !soundsLikeAuth(moduleOf(one)));
    return harmless ? { ...base, verdict: 'passes', proof: null, mechanisms: [], why: `${name} is a library's middleware with nothing of authentication in its name` }
      : { ...base, verdict: 'unknown', proof: soundsLikeAuth(name) ? 'name' : null, mechanisms: [], why: `what ${name} does could not be followed` };
  }
  if (since.some(one => one.kind === 'shortened') && !attaches(run)) return { ...base, verdict: 'unknown', proof: null, mechanisms: [], why: `more ways lead through ${name} than are told apart` };
  if (run.exhausted) return { ...base, verdict: 'unknown', proof: null, mechanisms: [], why: `${name} takes more steps than are followed` };
  // Who is refused for an address or an origin is not asked for a credential; what else lets them in is not known.
  const forbids = refusals.length > 0 && refusals.every(one => one.status === 403) && !since.some(checks.isRead);
  if (forbids) return { ...base, verdict: 'unknown', proof: 'evaluated', mechanisms: [], why: `${name} answers 403 on grounds that are no known credential` };
  if (since.some(checks.isRead) || refusals.length > 0 || run.reads.some(read => credentialIn(read)?.strength === 'strong')) {
    return { ...base, verdict: 'optional', proof: 'evaluated', mechanisms, why: `${name} reads credentials, but a request without them goes on`, attaches: unsureCalls(since).length === 0 && !since.some(one => one.kind === 'verified') && attaches(run) };
  }
  const unsure = unsureCalls(since);
  if (unsure.length > 0) return { ...base, verdict: 'unknown', proof: 'name', mechanisms: [], why: `${name} calls ${unsure[0] ?? ''}, which could not be followed` };
  return { ...base, verdict: 'passes', proof: 'evaluated', mechanisms: [], why: `${name} asks for no credentials` };
}

/**
 * Whether all that a guard can do is to go on: it answers nobody, throws nothing, and what it calls out of sight cannot refuse by throwing,
 * because that is caught and the request goes on.
 */
function attaches(run: StepRun): boolean {
  return !run.uncaught && !run.exhausted && !run.opaque && run.thrown.length === 0 && run.step.scope !== 'route' && run.step.scope !== 'handler'
    && run.events.every(event => event.kind === 'next' || event.kind === 'query' || (event.kind === 'throw' && event.via !== 'next(err)'));
}

/** Which settings of the deployment a proof assumes. */
function deployed(conditions: readonly Condition[]): string {
  const names = new Set(conditions.flatMap(one => one.kind === 'branch' ? environmentIn(one.test) : []));
  return names.size === 0 ? '' : `, unless the deployment turns that off with ${[...names].join(' or ')}`;
}

function moduleOf(v: Value): string {
  if (v.t !== 'sym') return '';
  if (v.op === 'import') return v.module;
  return v.op === 'get' || v.op === 'call' || v.op === 'new' ? moduleOf(v.base) : '';
}

/** Calls out of sight whose names sound like authentication and that could have refused by throwing. */
function unsureCalls(conditions: readonly Condition[]): string[] {
  return conditions.flatMap(one => one.kind === 'called' && !ofEnvironment(one.value) && soundsLikeAuth(termName(one.value)) ? [termName(one.value)] : []);
}

/** `process.env.JWT_AUDIENCE.trim()`: no caller is asked anything. */
function ofEnvironment(v: Value): boolean {
  return v.t === 'sym' && (v.op === 'env' || ((v.op === 'call' || v.op === 'get') && ofEnvironment(v.base)));
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
  const guards = judged.map(({ attaches: _, ...guard }) => ({ ...guard, mechanisms: told(guard.mechanisms) }));
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

  let reads = judged.some(guard => guard.verdict === 'optional' && guard.attaches !== true);
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
    if (ways.length > 0 && since.some(checks.isGood) && ways.every(way => always(way, checks.closes, handler.entry))) {
      const good = checks.best(since);
      const at = context.places.of(good?.kind === 'branch' || good?.kind === 'verified' ? good.site : handler.step.site);
      say(`the handler answers only when ${describe(good)} is accepted${deployed(since.filter(checks.isDeployment))}`, at);
      for (const mechanism of mechanismsOf(since, checks)) mechanisms.add(mechanism);
      for (const role of rolesOf(since, ways, handler.entry)) roles.add(role);
      for (const scope of scopesOf(since, ways, handler.entry)) scopes.add(scope);
      status = 'required';
    } else if (since.some(checks.isRead) || refusals.some(one => one.status === 401) || handler.reads.some(read => credentialIn(read)?.strength === 'strong')
      || answers.some(event => credentialIn(event.value)?.strength === 'strong')) reads = true;
    if (handler.opaque || handler.exhausted) unsureWhy ??= `the handler ${termName(handler.step.value)} could not be followed`;
    if (refusals.length > 0 && since.some(one => one.kind === 'shortened')) unsureWhy ??= `more ways lead through the handler ${termName(handler.step.value)} than are told apart`;
    if (answers.length === 0 && refusals.some(one => one.status === 401)) unsureWhy ??= 'the handler answers 401, and no proper answer of it was found';
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
  // A guard that refuses in spite of the mark does not read it.
  if (marker?.kind === 'public' && status !== 'required') {
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
