import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import { mentions } from '../../evaluate/truth';
import type { ModelType, Value } from '../../evaluate/value';
import { alternatives, lit, model, native, object, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Exchange, Step } from '../dialect';
import { isResponse, settle } from '../fetch';
import { answeringThrown } from '../thrown';
import { eventIn, sentOf, statusesAt, wasSent } from './event';

/** What `defineEventHandler` makes: the function, and what runs before it. */
export interface Handler { readonly fn: Value; readonly before: readonly { readonly value: Value; readonly site: Site | null }[]; readonly websocket: boolean }

const handlerType: ModelType<Handler> = {
  name: 'h3.Handler',
  call: (self, m, call) => {
    for (const { value } of self.state.before) m.call(value, call.args, { site: call.site });
    return m.call(self.state.fn, call.args, { site: call.site });
  },
};

/** A function of `onRequest`: what it returns is nobody's answer. */
const hookType: ModelType<Value> = { name: 'onRequest', call: (self, m, call) => { m.call(self.state, call.args, { site: call.site }); return UNDEFINED; } };
const hookOf = (value: Value): Value => model(hookType, value) as Value;

/** The function that a value of h3 runs. */
export function functionOf(value: Value): Value {
  if (value.t === 'model' && value.type.name === hookType.name) return functionOf(value.state as Value);
  return handlerOf(value)?.fn ?? value;
}

/** Makes a handler of what `defineEventHandler` is given: a function, or an object with `onRequest` and `handler`. */
export function handlerFrom(m: Machine, given: Value | undefined, site: Site | null, websocket = false): Value {
  if (given === undefined) return UNDEFINED;
  if (given.t !== 'object' || websocket) return given.t === 'model' && given.type.name === handlerType.name ? given : model<Handler>(handlerType, { fn: given, before: [], websocket }, site) as Value;
  const list = (name: string): readonly Value[] => { const v = m.get(given, name); return v.t === 'list' ? v.items : v.t === 'lit' ? [] : [v]; };
  const fn = m.get(given, 'handler');
  return model<Handler>(handlerType, { fn, before: [...list('onRequest').map(hookOf), ...list('middleware')].map(value => ({ value, site })), websocket }, site) as Value;
}

/** The handler behind a value. */
export function handlerOf(value: Value): Handler | undefined {
  return value.t === 'model' && value.type.name === handlerType.name ? value.state as Handler : undefined;
}

/** Whether nothing is known of what a value does. */
export const isOpaque = (v: Value): boolean => alternatives(v).every(one => one.t === 'sym' || one.t === 'hole');

const isError = (v: Value): boolean => v.t === 'object' && v.props.has('__h3_error__');

/** What `createError` gives for a text or for an object with a status. */
export function errorOf(m: Machine, given: Value | undefined, options: Value | undefined, site: Site | null): Value {
  const text = given === undefined || (given.t !== 'object' && given.t !== 'sym' && given.t !== 'model');
  const read = (...names: string[]): Value | undefined => [...text ? [] : [given], options].flatMap(one => one === undefined ? [] : names.map(name => m.get(one, name))).find(v => v.t !== 'lit' || v.v !== undefined);
  const status = read('statusCode', 'status') ?? lit(500);
  return object([
    ['__h3_error__', TRUE], ['isError', TRUE], ['name', lit('H3Error')], ['statusCode', status], ['status', status], ['statusMessage', read('statusMessage', 'statusText') ?? UNDEFINED],
    ['message', (text ? given : read('message', 'statusMessage')) ?? UNDEFINED], ['data', read('data') ?? UNDEFINED],
  ], site);
}

/** Answers with a thrown or returned error. */
export function answersThrown(m: Machine, thrown: Value, site: Site | null): boolean {
  if (isError(thrown)) m.emit({ kind: 'respond', value: UNDEFINED, status: m.get(thrown, 'statusCode'), site: thrown.t === 'object' ? thrown.site ?? site : site, via: 'createError' });
  else if (isResponse(thrown) === true) settle(m, thrown, site, 'nothing', 'throw');
  return isError(thrown) || isResponse(thrown) === true;
}

/** What stands for an answer that was sent at once (`sendRedirect`). */
export const SENT: Value = model({ name: 'h3.Sent' }, null) as Value;

/** Runs a middleware or handler on the event of an exchange and says what became of the request. */
export function invoke(m: Machine, value: Value, { values }: Exchange, kind: Step['kind'], site: Site | null): void {
  const event = values['event'] ?? UNDEFINED;
  const next = native('next', (machine, call) => {
    machine.emit({ kind: 'next', value: UNDEFINED, status: null, site: call.site, via: 'next' });
    return SENT;
  });
  const fn = functionOf(value);
  // What is not of the workspace answers for itself.
  if (isOpaque(fn) && kind === 'guard') return;
  const result = answeringThrown(m, () => m.call(handlerOf(value)?.fn ?? value, [event, next], { site }), thrown => answersThrown(m, thrown, site));
  if (m.alive) answer(m, result, event, kind, site);
}

function answer(m: Machine, result: Value, event: Value, kind: Step['kind'], site: Site | null): void {
  const at = eventIn([event]);
  const end = m.path;
  for (const way of waysOf(result, end)) {
    m.path = way.path;
    const { value } = way;
    if (value === SENT || answersThrown(m, value, site)) continue;
    if (isResponse(value) === true) settle(m, value, site, 'nothing', 'return');
    else if (value.t === 'lit' && value.v === undefined) {
      if (wasSent(at, way.path) === true) continue;
      for (const sent of waysOf(sentOf(at), way.path)) {
        if (m.truth(sent.value) === true) continue;
        m.path = sent.path;
        if (kind === 'guard') m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' });
        else for (const status of statusesAt(at, way.path, lit(204))) m.emit({ kind: 'respond', value: UNDEFINED, status, site, via: 'return' });
      }
    } else if (kind === 'guard' && (isOpaque(value) || mentions(value, one => one === event))) m.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'next' });
    else for (const status of statusesAt(at, way.path, lit(value.t === 'lit' && value.v === null ? 204 : 200))) m.emit({ kind: 'respond', value, status, site, via: 'return' });
  }
  m.path = end;
}
