import type { Machine, TraceEvent } from '../../evaluate/machine';
import { FUEL } from '../../evaluate/machine';
import { alternatives, lit } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { siteKey } from '../../model/facts';
import type { Exchange } from '../dialect';
import { requestPath } from '../paths';
import type { Candidate } from './candidates';
import { candidatesOf } from './candidates';
import { harvest } from './harvest';
import type { Written } from './harvest';
import { nodeExchange } from './http';
import type { PlainServer } from './servers';
import { fetchExchange, invoke } from './servers';

/** An endpoint that a handler answers for, found by asking it. */
export interface Found {
  readonly method: string;
  readonly path: string;
  readonly site: Site;
  readonly exchange: () => Exchange;
}

interface Answer { readonly key: string; readonly status: number | null; readonly event: TraceEvent }

/** A method that no handler knows by name, and paths that none does. */
const OTHER = 'PROPFIND';
const NOWHERE: readonly string[] = ['/routewarden-asks', '/routewarden-asks/for/nothing'];
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
const MAX_CANDIDATES = 300;


function statusOf(event: TraceEvent): number | null {
  const all = event.status ? alternatives(event.status).map(one => one.t === 'lit' ? Number(one.v) : Number.NaN) : [];
  return all.length === 1 && all[0] !== undefined && !Number.isNaN(all[0]) ? all[0] : null;
}

/** What a server answers a request; asked while routes are declared, so that a change inside of the handler declares them anew. */
function answers(m: Machine, server: PlainServer, exchange: Exchange): readonly Answer[] {
  return m.isolated(() => {
    m.fuel = FUEL.endpoint;
    m.units = m.program.loadUnits as Set<string>;
    invoke(m, server, exchange);
    return m.events.filter(event => event.kind === 'respond').map(event => {
      const status = statusOf(event);
      return { key: `${siteKey(event.site)} ${typeof event.detail === 'string' ? event.detail : ''} ${status ?? '?'}`, status, event };
    });
  });
}

const concrete = (server: PlainServer, method: string | null, path: string): Exchange =>
  server.kind === 'node' ? nodeExchange({ method, path: lit(path), search: false }) : fetchExchange({ method, path });

/** Finds the combinations of a method and a path that lead to an answer of their own. */
export function discover(m: Machine, server: PlainServer): readonly Found[] {
  if (server.handler.t !== 'fn') return [];
  const found: (Found & { readonly keys: string; readonly written: readonly Written[] })[] = [];
  // A method that is not known may be the key of any entry of a table: nowhere is asked for with known ones.
  const nowhere = NOWHERE.flatMap(path => ['GET', 'POST', 'OPTIONS', OTHER].flatMap(method => answers(m, server, concrete(server, method, path))));
  const common = new Set(nowhere.map(one => one.key));
  const isOwn = (one: Answer, exact: boolean): boolean => !common.has(one.key) && (one.status === null || one.status < (exact ? 400 : 300));
  for (const candidate of candidatesOf(harvest(m, server.handler.module.file)).slice(0, MAX_CANDIDATES)) {
    const exact = !candidate.path.includes('{') || candidate.written.some(one => one.kind === 'regex' || /[:{*]/.test(one.text));
    const sample = candidate.samples.find(path => answers(m, server, concrete(server, candidate.method, path)).some(one => isOwn(one, exact)));
    if (sample === undefined) continue;
    for (const [method, own] of methodsOf(method => answers(m, server, concrete(server, method, sample)).filter(one => isOwn(one, exact)), candidate)) {
      found.push({ method, path: candidate.path, site: placeOf(m, candidate.written, own, server), exchange: exchangeOf(m, server, method === 'ANY' ? null : method, candidate.path, sample), keys: keysOf(own), written: candidate.written });
    }
  }
  // Who answers everything answers for every path.
  const open = nowhere.filter(one => one.status === null || one.status < 400);
  const all = open.length === 0 ? [] : methodsOf(method => answers(m, server, concrete(server, method, NOWHERE[1] ?? '/')).filter(one => one.status === null || one.status < 400), { method: null })
    .map(([method, own]): Found => ({ method, path: '/{path*}', site: own[0]?.event.site?.unit === server.site.unit ? own[0].event.site : server.site, exchange: exchangeOf(m, server, method === 'ANY' ? null : method, '/{path*}', NOWHERE[1] ?? '/') }));
  return [...found.filter(one => !found.some(other => covers(other, one))), ...all];
}

const keysOf = (all: readonly Answer[]): string => [...new Set(all.map(one => one.key))].sort().join('\n');

/** Methods with what they are answered: all of them (`ANY`) where the handler does not ask, and those that are answered otherwise. */
function methodsOf(ask: (method: string) => readonly Answer[], { method }: Pick<Candidate, 'method'>): readonly (readonly [string, readonly Answer[]])[] {
  if (method !== null) { const own = ask(method); return own.length > 0 ? [[method, own]] : []; }
  const other = ask(OTHER);
  const rest = keysOf(other);
  const asked = METHODS.map(one => [one, ask(one)] as const).filter(([, own]) => own.length > 0 && (other.length === 0 || keysOf(own) !== rest));
  const get = asked.find(([one]) => one === 'GET');
  const known = asked.filter(([one, own]) => one !== 'HEAD' || (!get && own.length > 0));
  return other.length > 0 ? [['ANY', other], ...known] : known;
}

interface Kept { readonly method: string; readonly path: string; readonly keys: string; readonly written: readonly Written[] }

/** Whether one finding says the same as another and more: it has the names of the parameters, or the whole of what lies below. */
function covers(other: Kept, one: Kept): boolean {
  if (other === one || other.method !== one.method || other.keys !== one.keys) return false;
  const below = other.path.endsWith('/{rest*}') ? other.path.slice(0, -'/{rest*}'.length) : null;
  if (below !== null && one.path !== other.path && (one.path === below || one.path.startsWith(`${below}/`))) return true;
  const shape = (path: string): string => path.replace(/\{\w+\}/g, '{}');
  return shape(other.path) === shape(one.path) && one.path.includes('{param}') && !other.path.includes('{param}');
}

/** Where a site stands in the text of its file. */
function offsetOf(m: Machine, site: Site): number | undefined {
  return m.program.modules.get(site.file)?.facts.units[site.unit]?.spans[2 * site.n];
}

/** Where an endpoint is written: the text of its path that stands last before something that led to the answer. */
function placeOf(m: Machine, written: readonly Written[], own: readonly Answer[], server: PlainServer): Site {
  const steps = own.flatMap(({ event }) => [siteKey(event.site), ...typeof event.detail === 'string' ? event.detail.split(' ') : []]).map((key): Site => {
    const [file = '', unit = '', n = '0'] = key.split('#');
    return { file, unit, n: Number(n) };
  });
  let best: { readonly site: Site; readonly distance: number } | null = null;
  for (const { site } of written) for (const step of steps) {
    const [from, to] = [offsetOf(m, site), offsetOf(m, step)];
    if (step.file !== site.file || from === undefined || to === undefined || to < from) continue;
    if (!best || to - from < best.distance) best = { site, distance: to - from };
  }
  return best?.site ?? written[0]?.site ?? server.site;
}

/**
 * The exchange that an endpoint is judged with. Parameters are parts of the request where the handler decides the same without knowing them;
 * else they have the values that it was asked with.
 */
function exchangeOf(m: Machine, server: PlainServer, method: string | null, path: string, sample: string): () => Exchange {
  const wanted = keysOf(answers(m, server, concrete(server, method, sample)));
  const variants: readonly (() => Exchange)[] = server.kind === 'node' ? [
    () => nodeExchange({ method, path: requestPath(path), search: true }), () => nodeExchange({ method, path: lit(sample), search: true }), () => nodeExchange({ method, path: requestPath(path), search: false }),
  ] : [() => fetchExchange({ method, path })];
  return variants.find(one => keysOf(answers(m, server, one())) === wanted) ?? (() => concrete(server, method, sample));
}
