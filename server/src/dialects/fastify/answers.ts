import type { Machine, TraceEvent } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { extend, joinAll, waysOf } from '../../evaluate/path';
import type { ModelValue, Value } from '../../evaluate/value';
import { alternatives, lit, object, TRUE, UNDEFINED, union } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { ReplyState } from './exchange';
import { prepared } from './hooks';
import { serialised } from './serialise';
import { inherited } from './state';

export type Reply = Value & ModelValue<ReplyState>;

/** Whether a value is a reply. */
export function isReply(v: Value): v is Reply {
  return v.t === 'model' && v.type.name === 'fastify.Reply';
}

/** Whether a value is an error: one of the language, of a class of the workspace, or one that a library made with a status. */
function isError(v: Value): boolean {
  if (v.t === 'instance') return v.base !== null && isError(v.base);
  return v.t === 'object' && (v.props.has('isError') || (v.props.has('status') && v.props.has('message')));
}

/** The status that an error is answered with: its own, else what the reply was given, else 500. */
function errorStatus(m: Machine, error: Value, set: Value | null): Value {
  const otherwise = set !== null && !(set.t === 'lit' && (set.v === undefined || set.v === 200)) ? set : null;
  for (const key of ['statusCode', 'status']) {
    const status = m.get(error, key);
    if (status.t === 'lit' && typeof status.v === 'number' && status.v >= 400 && status.v < 600) return status;
    if (status.t !== 'lit') return otherwise ?? status;
  }
  return otherwise ?? lit(500);
}

/** Answers, unless an answer was given already; errors go the way of errors. */
export function send(m: Machine, reply: Reply, value: Value, status: Value | null, site: Site | null, via: string): void {
  if (!m.alive) return;
  const end = m.path;
  const sent = reply.props.get('#sent');
  if (sent === TRUE) return;
  const before = sent === undefined ? [end] : waysOf(sent, end).filter(way => way.value !== TRUE).map(way => way.path);
  m.heap.set(reply.props, '#sent', TRUE);
  const answers = alternatives(value);
  const errors = answers.filter(isError);
  const rest = errors.length === 0 ? value : union(answers.filter(one => !isError(one)));
  for (const path of before) {
    m.path = path;
    for (const error of errors) {
      const own = errorStatus(m, error, status);
      if (!handled(m, reply, error, own)) m.emit({ kind: 'respond', value: errorBody(m, error, own), status: own, site, via });
    }
    if (errors.length < answers.length) m.emit({ kind: 'respond', value: serialised(m, reply.state.route, status, prepared(m, reply.state.route, reply.state.request, reply, rest)), status: status ?? lit(200), site, via });
  }
  m.path = end;
}

function errorBody(m: Machine, error: Value, status: Value): Value {
  return object([['statusCode', status], ['error', lit('')], ['message', m.get(error, 'message')]]);
}

/** Hands an error to the error handler of the route's context; false where there is none, or where it says nothing definite. */
function handled(m: Machine, reply: Reply, error: Value, status: Value): boolean {
  const { route } = reply.state;
  const own = m.get(route.options, 'errorHandler');
  const handler = own.t === 'fn' ? own : inherited(route.instance, one => one.props.get('#errorHandler'));
  if (handler?.t !== 'fn' || reply.props.has('#failing')) return false;
  const { path, events, thrown } = m;
  Object.assign(m, { events: [], thrown: [], alive: true });
  m.heap.begin();
  m.heap.set(reply.props, '#failing', TRUE);
  m.heap.remove(reply.props, '#sent');
  m.heap.remove(reply.props, '#status');
  const result = m.call(handler, [error, reply.state.request, reply], { self: route.instance, site: handler.site });
  if (m.alive) returned(m, reply, result, handler.site);
  const answers = m.events.filter(event => event.kind === 'respond');
  m.heap.undo();
  Object.assign(m, { path, events, thrown, alive: true });
  const definite = answers.length > 0 && answers.every(event => event.status?.t === 'lit');
  if (!definite) return false;
  // An error handler that sets no status answers with the one that the error has.
  for (const event of answers) m.events.push({ ...event, status: event.via === 'default' ? status : event.status });
  return true;
}

/** What a handler gave back is sent, each under the conditions under which it came, unless an answer was given on that way. */
export function returned(m: Machine, reply: Reply, result: Value, site: Site | null): void {
  const end = m.path;
  const answered = answeredPaths(m);
  const ways = waysOf(result, end).map(way => ({ value: way.value, path: asReturned(way.path) }));
  const paths = ways.map(way => way.path);
  for (const { value, path } of ways) {
    if (isReply(value) || (value.t === 'lit' && value.v === undefined)) continue;
    const open = remaining(path, answered);
    if (open === undefined) continue;
    for (const { status, at } of statusesAt(m, open, paths)) {
      m.path = at;
      m.alive = true;
      send(m, reply, value, status, site, 'return');
      m.heap.remove(reply.props, '#sent');
    }
  }
  m.path = end;
  m.heap.set(reply.props, '#sent', TRUE);
}

/** What was given back at several points is joined at the end; the point itself says more. */
function asReturned(path: Path): Path {
  if (path === null || !('ways' in path) || path.ways.length !== 1) return path;
  const [way = null] = path.ways;
  return isWayOf(path.parent, way) ? way : path;
}

function isWayOf(join: Path, way: Path): boolean {
  return join !== null && 'ways' in join && join.ways.length > 1 && join.ways.some(one => one === way || isWayOf(one, way));
}

/** What was thrown and not caught becomes an answer where the reply or an error handler says which. */
export function failed(m: Machine, reply: Reply): void {
  const { path: end, alive, thrown, events } = m;
  const kept = [];
  for (const one of [...thrown, ...events.filter(event => event.kind === 'throw' && event.via !== 'caught')].slice(0, MAX_FAILURES)) {
    Object.assign(m, { path: one.path, alive: true });
    const set = lastStatus(events, one.path) ?? null;
    const status = errorStatus(m, one.value, set);
    if (handled(m, reply, one.value, status)) continue;
    if (set !== null) m.emit({ kind: 'respond', value: errorBody(m, one.value, status), status, site: one.site, via: 'throw' });
    else kept.push(one);
  }
  m.thrown = [...kept, ...thrown.slice(MAX_FAILURES)].map(({ value, path, site }) => ({ value, path, site }));
  m.events = m.events.filter(event => event.kind !== 'throw' || event.via === 'caught');
  Object.assign(m, { path: end, alive });
}

/** The most errors of one step that are followed into the error handler. */
const MAX_FAILURES = 16;

function answeredPaths(m: Machine): ReadonlySet<Path> {
  return new Set(m.events.filter(event => event.kind === 'respond').map(event => event.path));
}

/** The ways to a point on which none of the given points lies; undefined where there is none. */
function remaining(path: Path, ended: ReadonlySet<Path>, known = new Map<Path, Path | undefined>()): Path | undefined {
  if (path === null) return ended.has(null) ? undefined : null;
  if (ended.has(path)) return undefined;
  if (known.has(path)) return known.get(path);
  let out: Path | undefined;
  if ('ways' in path) {
    const kept = path.ways.map(way => remaining(way, ended, known)).filter(way => way !== undefined);
    const unchanged = kept.length === path.ways.length && kept.every((way, index) => way === path.ways[index]);
    const before = remaining(path.parent, ended, known);
    // A single way is what a value came along: where it ended, so did this.
    out = before === undefined || kept.length === 0 ? undefined : unchanged && before === path.parent ? path : path.ways.length === 1 ? before : joinAll(kept);
  } else {
    const before = remaining(path.parent, ended, known);
    out = before === undefined ? undefined : before === path.parent ? path : extend(before, path.condition);
  }
  known.set(path, out);
  return out;
}

/** Goes on at the end of a hook, on the ways on which nothing was answered. */
export function goOn(m: Machine, reply: Reply, site: Site | null): void {
  if (!m.alive) return;
  const end = m.path;
  const answered = answeredPaths(m);
  const sent = reply.props.get('#sent');
  for (const way of sent === undefined ? [{ value: UNDEFINED, path: end }] : waysOf(sent, end)) {
    if (way.value === TRUE) continue;
    const open = remaining(way.path, answered);
    if (open === undefined) continue;
    m.path = open;
    m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'hook' });
  }
  m.path = end;
}

/** Whether one point lies on every way to another. */
function liesOn(point: Path, path: Path): boolean {
  for (let p = path; ; p = p.parent) {
    if (p === point) return true;
    if (p === null) return false;
    if ('ways' in p && p.ways.length === 1 && p.ways[0] !== undefined && liesOn(point, p.ways[0])) return true;
  }
}

function lastStatus(events: readonly TraceEvent[], path: Path): Value | undefined {
  return events.findLast(event => event.via === 'reply.code' && liesOn(event.path, path))?.status ?? undefined;
}

/** The statuses that may be set where a value was given back: what was surely set before, and what may have been on a part of the way. */
function statusesAt(m: Machine, path: Path, others: readonly Path[]): { readonly status: Value | null; readonly at: Path }[] {
  const sets = m.events.filter(event => event.via === 'reply.code');
  const sure = lastStatus(sets, path) ?? null;
  const maybe = sets.filter(event => event.path !== path && liesOn(path, event.path) && !others.some(other => other !== path && liesOn(event.path, other)));
  return [{ status: sure, at: path }, ...maybe.map(event => ({ status: event.status, at: event.path }))];
}
