import type { TraceEvent } from '../evaluate/machine';
import type { Branch, Condition, Path } from '../evaluate/path';
import { always, conditionsOf } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import type { Value } from '../evaluate/value';
import { list } from '../evaluate/value';
import type { QueryDetail } from '../libraries/records';
import { isField } from '../libraries/records';
import type { Claim, DataAccess } from '../model/access';
import type { Guard } from '../model/api';
import { siteKey } from '../model/facts';
import { adminRole } from '../model/lexicon/owner-terms';
import { termName } from './credentials';
import type { EndpointRun } from './exchange';
import { endsOf, statusOf } from './exchange';
import { bindingsOf, termsOf } from './filter';
import { claimsOf } from './claim';
import type { Origins, Traits } from './origin';
import { detailOf, keysOf, originsOf } from './origin';
import type { Places } from './places';
import { refusalsOf } from './refusal';

/** The accesses of an endpoint, and what it believes of a client's word. */
export interface Accesses { readonly accesses: readonly DataAccess[]; readonly claims: readonly Claim[]; readonly mayAskRights?: true }


/** Calls that ask whether somebody may do something, by name. */
const POLICY = /access|permi|polic|owner|authori[sz]e|enforce|acl\b|abilit|belongs|allowed|(^|\.)can([A-Z]|$)|isMember|membership|guard|verify.*(user|project|org|team|workspace|tenant)|check.*(user|project|org|team|workspace|tenant|role)|ensure|assert/i;
const ROLE_KEY = /role|admin|permission|privilege|scope|super|staff|abilit|grant/i;
/** Those of them that ask for rights, not for who owns something. */
const ASKS_RIGHTS = /permi|polic|authori[sz]e(?!d)|acl\b|abilit|role|privilege|(^|\.)can[A-Z]|(is|has|check|assert|ensure|require|verify)[A-Z]?\w*(access|admin|right|scope|allowed|owner|member)/i;
const LINKS: ReadonlySet<string> = new Set(['===', '==', '!==', '!=', 'includes', 'has', 'some', 'equals', 'find', 'every', 'indexOf']);

/** What a run asked of the database, and whether the caller had a say in which records these were. */
export function accessesOf(run: EndpointRun, guards: readonly Guard[], places: Places): Accesses {
  const events = run.steps.flatMap(step => step.events);
  const conditions = allConditions([...events.map(one => one.path), ...run.steps.flatMap(one => one.exit === undefined ? [] : [one.exit]), ...events.flatMap(one => waysIn(one.value))]);
  const claims = claimsOf(run, conditions, places);
  const queries = queriesOf(events);
  const origins = originsOf(events);
  const rights = mayAskRights(run, origins) ? { mayAskRights: true as const } : {};
  if (queries.length === 0) return { accesses: [], claims, ...rights };
  const judge = createJudge(run, guards, conditions, queries, origins);
  const told = new Map<string, DataAccess>();
  for (const { event, detail } of queries) {
    const own = detail.library === 'mongoose' ? '_id' : 'id';
    const access: DataAccess = {
      ...places.of(event.site), library: detail.library, entity: detail.entity, operation: detail.operation, effect: detail.effect,
      filter: bindingsOf(termsOf(detail.where, own), origins), written: bindingsOf(termsOf(detail.data, ''), origins),
      scoped: judge.scoped(event, detail), permissions: judge.permissions(event.path),
    };
    // A query that several ways lead to is unscoped when one of them is.
    const key = JSON.stringify([siteKey(event.site), access.entity, access.operation, access.filter]);
    const before = told.get(key);
    if (before === undefined || (before.scoped !== false && access.scoped === false)) told.set(key, access);
  }
  return { accesses: [...told.values()].slice(0, MAX_ACCESSES), claims, ...rights };
}

const MAX_ACCESSES = 60;

interface Asked { readonly event: TraceEvent; readonly detail: QueryDetail }
/** The queries of a run, each with all that narrows it: what is asked of a query after it was made is part of its filter. */
function queriesOf(events: readonly TraceEvent[]): readonly Asked[] {
  const asked = events.flatMap(event => { const detail = detailOf(event); return detail === null ? [] : [{ event, detail }]; });
  const refining = asked.filter(one => one.detail.operation === 'refine');
  return asked.filter(one => one.detail.operation !== 'refine').map(({ event, detail }) => {
    const more = refining.filter(one => one.detail.entity === detail.entity && siteKey(one.event.site) === siteKey(event.site)).map(one => one.detail);
    const joined = (first: Value | null, others: readonly (Value | null)[]): Value | null => {
      const all = [first, ...others].filter(one => one !== null);
      return all.length < 2 ? all[0] ?? null : list(all);
    };
    return more.length === 0 ? { event, detail } : { event, detail: { ...detail, where: joined(detail.where, more.map(one => one.where)), data: joined(detail.data, more.map(one => one.data)) } };
  });
}

interface Judge { scoped(event: TraceEvent, detail: QueryDetail): boolean | null; permissions(path: Path): readonly string[] }

function createJudge(run: EndpointRun, guards: readonly Guard[], conditions: readonly Condition[], queries: readonly Asked[], origins: Origins): Judge {
  const branches = conditions.filter((one): one is Branch => one.kind === 'branch');
  const owned = ownedBy(branches, queries, origins);
  const lookedUp = ownedBy([], queries, origins);
  const isTied = (traits: Traits, to: Tied): boolean => [...traits.client].some(one => to.inputs.has(one)) || [...traits.records].some(one => to.records.has(one));
  const touches = (traits: Traits): boolean => isTied(traits, owned);
  const handler = run.steps.find(one => one.step.kind === 'handler');
  const entry = handler?.entry ?? null;
  // What a guard asks of the database is seen whatever its way was; in the handler a comparison may be lost.
  const lost = [...handler?.events.map(one => one.path) ?? [], ...handler?.exit === undefined ? [] : [handler.exit]].some(path => conditionsOf(path, entry).some(one => one.kind === 'shortened'));
  const unsure = run.exhausted || lost || guards.some(one => one.verdict === 'unknown');
  const strong: ReadonlySet<Condition> = new Set(branches.filter(one => asksForRights(one, origins) === 'strong' && isGranted(one)));
  // A guard may ask for a role in some deployments only: that it refuses all others then is enough.
  const refused = refusedBy(run);
  const guarded = conditionsOf(entry).some(one => one.kind === 'branch' && strong.has(one) && refused.has(outcomeKey(one, !one.taken)));
  const named = new Set(branches.filter(one => asksForRights(one, origins) === 'named'));
  const policies = conditions.filter(one => one.kind === 'called' && POLICY.test(termName(one.value)));
  const answers = run.steps.flatMap(step => step.events.filter(event => event.kind === 'respond' && (statusOf(event) ?? 200) < 400));

  return {
    scoped(event, detail) {
      if (detail.effect === 'create') {
        if (detail.data === null) return null;
        const traits = origins.traits(detail.data);
        return traits.caller || touches(traits) ? true : traits.unknown || traits.request || unsure ? null : false;
      }
      const where: Traits | null = detail.where === null ? null : origins.traits(detail.where);
      if (where !== null && (where.caller || isTied(where, lookedUp))) return true;
      const sites = keysOf(event);
      const concerns = (test: Value): boolean => {
        const traits = origins.traits(test);
        if (!traits.caller && !touches(traits)) return false;
        return traits.request || sites.some(site => traits.records.has(site)) || (where !== null && ([...where.client].some(one => shares(traits.client, one)) || [...where.records].some(one => traits.records.has(one))));
      };
      const owns = (one: Condition): boolean => one.kind === 'branch' && isLinked(one.test) && concerns(one.test);
      if (branches.some(owns)) {
        const ways = detail.effect === 'read' ? answers.map(one => one.path) : [event.path];
        return ways.length > 0 && ways.every(way => always(way, owns)) ? true : null;
      }
      if (unsure || policies.length > 0 || (where !== null && touches(where))) return null;
      if (where === null || where.unknown || where.request) return null;
      if (strong.size > 0 && (guarded || always(event.path, one => strong.has(one)))) return null;
      return false;
    },
    permissions: path => [...new Set([...named].filter(one => always(path, other => other === one)).flatMap(one => literalsIn(one.test)))],
  };
}

/** Whether the handler asks what the caller may do, or might where it was not followed. */
function mayAskRights(run: EndpointRun, origins: Origins): boolean {
  const handler = run.steps.find(one => one.step.kind === 'handler');
  if (run.exhausted || handler === undefined || handler.opaque) return true;
  // Who asks for rights refuses somebody; where nobody is refused, nothing of that kind was lost.
  const refuses = refusalsOf(handler.events, handler.thrown).length > 0;
  const asks = (one: Condition): boolean => (one.kind === 'shortened' && refuses) || (one.kind === 'verified' && one.roles.length + (one.scopes?.length ?? 0) > 0)
    || (one.kind === 'called' && ASKS_RIGHTS.test(termName(one.value))) || (one.kind === 'branch' && asksForRights(one, origins) !== null);
  return endsOf(handler).some(path => conditionsOf(path, handler.entry).some(asks));
}

/** A test on who somebody is compared with what something belongs to; a mere question whether something is there counts for what was looked up by both. */
function isLinked(test: Value): boolean {
  if (test.t !== 'sym' || test.op !== 'derived') return true;
  return test.name !== 'typeof';
}

/** Whether one of the names is the other or a part of it: the whole body holds `body.id`. */
function shares(names: ReadonlySet<string>, name: string): boolean {
  return [...names].some(one => one === name || name.startsWith(`${one}.`) || one.startsWith(`${name}.`));
}

/** Parts of the request and records that have to do with the caller. */
interface Tied { readonly inputs: ReadonlySet<string>; readonly records: ReadonlySet<string> }

/**
 * What the client named and the run then tied to the caller: by a query that asks for both, by a test that compares both, or by a comparison
 * with something that is tied already.
 */
function ownedBy(branches: readonly Branch[], queries: readonly Asked[], origins: Origins): Tied {
  const inputs = new Set<string>();
  const records = new Set<string>();
  const take = (traits: Traits): void => {
    // The whole of a body is too much to be tied by one of its parts.
    for (const one of traits.client) if (one.includes('.')) inputs.add(one);
    for (const one of traits.records) records.add(one);
  };
  const links = branches.filter(one => one.test.t === 'sym' && one.test.op === 'derived' && LINKS.has(one.test.name));
  for (let round = 0, size = -1; round < 4 && size !== inputs.size + records.size; round++) {
    size = inputs.size + records.size;
    for (const { event, detail } of queries) {
      if (detail.where === null) continue;
      const traits = origins.traits(detail.where);
      if (!traits.caller && ![...traits.client].some(one => inputs.has(one)) && ![...traits.records].some(one => records.has(one))) continue;
      take(traits);
      for (const site of keysOf(event)) records.add(site);
    }
    for (const { test } of links) {
      const traits = origins.traits(test);
      if (traits.caller || [...traits.client].some(one => inputs.has(one)) || [...traits.records].some(one => records.has(one))) take(traits);
    }
  }
  return { inputs, records };
}

const outcomeKey = ({ site }: Branch, taken: boolean): string => `${siteKey(site)} ${taken}`;

/** The outcomes of tests after which guards refused. */
function refusedBy(run: EndpointRun): ReadonlySet<string> {
  const guards = run.steps.filter(one => one.step.kind === 'guard');
  return new Set(guards.flatMap(step => refusalsOf(step.events, step.thrown).flatMap(refusal => conditionsOf(refusal.path, step.entry).flatMap(one => one.kind === 'branch' ? [outcomeKey(one, one.taken)] : []))));
}

/** Whether a test came out so that the right is there, by its form. */
function isGranted({ test, taken }: Branch): boolean {
  if (test.t !== 'sym' || test.op !== 'derived') return taken;
  return test.name === '!==' || test.name === '!=' ? !taken : ['===', '==', 'includes', 'has', 'some', 'every'].includes(test.name) ? taken : true;
}

/**
 * Whether a test asks for rights of the caller: a role that stands above others (or rights whose names are not known), or rights that are named.
 */
function asksForRights({ test }: Branch, origins: Origins): 'strong' | 'named' | null {
  let asks = false;
  let policy = false;
  let strong = false;
  let names = 0;
  mentions(test, one => {
    if (one.t === 'lit') {
      if (typeof one.v === 'string' && one.v !== '') { names++; strong ||= adminRole.test(one.v); }
    } else if (one.t === 'sym') {
      const name = one.op === 'get' ? one.key : one.op === 'input' ? one.path.join('.') : one.op === 'call' ? termName(one) : '';
      asks ||= ROLE_KEY.test(name);
      policy ||= one.op === 'call' && POLICY.test(name);
    } else if (isField(one)) asks ||= ROLE_KEY.test(one.state.field.name);
    return false;
  });
  if ((!asks && !policy) || (!policy && !origins.traits(test).caller)) return null;
  return names === 0 || strong ? 'strong' : 'named';
}

function literalsIn(test: Value): readonly string[] {
  const out = new Set<string>();
  mentions(test, one => { if (one.t === 'lit' && typeof one.v === 'string' && one.v !== '') out.add(one.v); return false; });
  return [...out];
}

/** All conditions of some paths, each once. */
function allConditions(paths: readonly Path[]): readonly Condition[] {
  const out = new Set<Condition>();
  const seen = new Set<Path>();
  const walk = (from: Path): void => {
    for (let p = from; p !== null && !seen.has(p); p = p.parent) {
      seen.add(p);
      if ('ways' in p) p.ways.forEach(walk);
      else out.add(p.condition);
    }
  };
  paths.forEach(walk);
  return [...out];
}

/** The ways along which a value came. */
const waysIn = (value: Value): readonly Path[] => value.t === 'union' && value.ways ? value.ways.map(way => way.path) : [];
