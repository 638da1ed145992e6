import type { Site } from '../../model/facts';
import type { Machine, Thrown } from '../../evaluate/machine';
import { joinAll, waysOf } from '../../evaluate/path';
import type { Value } from '../../evaluate/value';
import { alternatives, lit, native, UNDEFINED } from '../../evaluate/value';
import type { Exchange, Step } from '../dialect';
import { isResponse, response, settle } from '../fetch';
import type { ResponseState } from '../fetch';
import { handlesErrorsOfOthers } from '../onion';
import { catching } from '../thrown';
import type { HonoEndpoint } from './context';
import { honoContext } from './context';

/** A fresh context and `next`. */
export function honoExchange(endpoint: HonoEndpoint): Exchange {
  const next = native('next', (m, call) => {
    m.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'next' });
    return UNDEFINED;
  });
  return { values: { c: honoContext(endpoint), next } };
}

/** Whether nothing is known of what a value does. */
const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

/** Whether a value came of unknown code that got `next`: it may have called it. */
const handedOn = (v: Value): boolean => v.t === 'sym' && v.op === 'call' && v.args.some(arg => arg.t === 'native' && arg.name === 'next');

/** Answers with what a function gave back; what unknown code gives that got `next` may be going on. */
export function answer(m: Machine, value: Value, site: Site | null): void {
  if (!m.alive) return;
  const end = m.path;
  // Where `next` was called is told by the events of this step.
  const nexts = m.events.flatMap(event => event.kind === 'next' && event.site ? [event.site] : []);
  for (const way of waysOf(value, end)) {
    m.path = way.path;
    if (handlesErrorsOfOthers(m, way.path, nexts)) continue;
    if (handedOn(way.value)) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' });
    else if (way.value.t === 'lit') continue;
    else settle(m, way.value, site, 'nothing', 'return');
  }
  m.path = end;
}

/** Calls a middleware or a handler on the exchange. `errors` handle what it throws, innermost first. */
export function invoke(value: Value, m: Machine, exchange: Exchange, kind: Step['kind'], errors: readonly Value[], site: Site | null): void {
  const { c = UNDEFINED, next: go = UNDEFINED } = exchange.values;
  const { value: result, thrown } = catching(m, () => m.call(value, [c, go], { site }));
  if (kind === 'handler' || !isOpaque(value)) answer(m, result, site);
  if (thrown.length > 0) recover(m, thrown, errors, c, site);
}

/** The status that an error answers with: `HTTPException` knows it. */
function statusOfError(m: Machine, error: Value): number | null {
  const status = error.t === 'object' || error.t === 'instance' ? m.get(error, 'status') : UNDEFINED;
  const knows = error.t === 'object' ? error.props.has('getResponse') : error.t === 'instance' && m.get(error, 'getResponse').t !== 'lit';
  return knows && status.t === 'lit' && typeof status.v === 'number' ? status.v : null;
}

/** What was thrown is answered by the application's error handler, else by the error itself. */
function recover(m: Machine, thrown: readonly Thrown[], errors: readonly Value[], c: Value, site: Site | null): void {
  const [handler, ...outer] = errors;
  const { path, alive } = m;
  for (const one of thrown) {
    m.path = one.path;
    m.alive = true;
    if (!handler) {
      const status = statusOfError(m, one.value);
      // How other errors are named may say what they mean; those go to whoever judges.
      if (status === null) m.throw(one.value, one.site);
      else m.emit({ kind: 'respond', value: UNDEFINED, status: lit(status), site: one.site, via: 'HTTPException' });
      continue;
    }
    const { value, thrown: again } = catching(m, () => m.call(handler, [one.value, c], { site }));
    if (m.alive) answerError(m, value, one);
    if (again.length > 0) recover(m, again, outer, c, site);
  }
  m.path = path;
  m.alive = alive;
}

/** Answers for an error: never as if all had gone well. */
function answerError(m: Machine, value: Value, thrown: Thrown): void {
  const end = m.path;
  for (const way of waysOf(value, end)) {
    if (isResponse(way.value) !== true || way.value.t !== 'model') { m.path = way.path; m.emit({ kind: 'respond', value: UNDEFINED, status: lit(500), site: thrown.site, via: 'onError' }); continue; }
    const state = way.value.state as ResponseState;
    const known = state.status?.t === 'lit' && typeof state.status.v === 'number';
    m.path = way.path;
    if (known || (state.status !== null && alternatives(state.status).every(one => one.t === 'lit'))) settle(m, way.value, thrown.site, 'nothing', 'onError');
    else settle(m, response(m, { ...state, status: lit(500) }, way.value.site), thrown.site, 'nothing', 'onError');
  }
  m.path = end;
}

/** Goes on from where any of several ways ended. */
export function resume(m: Machine, paths: readonly Machine['path'][]): void {
  m.alive = paths.length > 0;
  if (m.alive) m.path = joinAll(paths);
}
