import type { Machine } from '../../evaluate/machine';
import type { Program } from '../../evaluate/program';
import type { ModelType, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import { bagOf } from '../bag';
import type { FetchRequest } from '../fetch';
import { fetchRequest, requestFields, requestUrl } from '../fetch';

/** The event of a request to a route, as hooks and handlers get it. */
export function eventOf(request: FetchRequest, id: string, closed: boolean): Value {
  return object([
    ['request', fetchRequest(request)], ['url', requestUrl(request)], ['params', input('path')], ['cookies', requestFields('cookie')], ['locals', bagOf('locals', closed)],
    ['route', object([['id', lit(id)]])], ['isDataRequest', lit(false)], ['isSubRequest', lit(false)], ['isRemoteRequest', lit(false)], ['platform', UNDEFINED],
    ['getClientAddress', native('getClientAddress', () => input('request', 'ip'))], ['setHeaders', native('setHeaders', () => UNDEFINED)], ['fetch', { t: 'sym', op: 'global', name: 'fetch' }],
  ]);
}

/** The event that the current run is about: `getRequestEvent()` finds it anywhere. */
export function currentEvent(program: Program): Value {
  return program.collected<Value>('sveltekit.event')[0] ?? eventOf({ method: null, path: '/' }, '/', false);
}

/** Says which event the current run is about. */
export function enter(m: Machine, event: Value): void {
  m.program.collected<Value>('sveltekit.event')[0] = event;
}

/** An error or a redirection that was thrown. */
export interface Ending { readonly kind: 'error' | 'redirect'; readonly status: Value; readonly body: Value }

const endingType: ModelType<Ending> = {
  name: 'sveltekit.Ending',
  get: (self, key) => {
    if (key === 'status') return self.state.status;
    if (key === 'body' && self.state.kind === 'error') return self.state.body;
    return key === 'location' && self.state.kind === 'redirect' ? self.state.body : self.props.get(key);
  },
};

/** What `error` or `redirect` throws. */
export function ending(state: Ending): Value {
  return { ...model(endingType, state), props: new Map([['status', state.status]]) } as Value;
}

/** The error or redirection behind a thrown value. */
export function endingOf(v: Value): Ending | undefined {
  return v.t === 'model' && v.type.name === endingType.name ? v.state as Ending : undefined;
}

/** What a form action refuses with: `fail(400, data)`. */
export interface Failure { readonly status: Value; readonly data: Value }

const failureType: ModelType<Failure> = { name: 'sveltekit.Failure', get: (self, key) => key === 'status' ? self.state.status : key === 'data' ? self.state.data : undefined };

/** The value of `fail`. */
export function failure(status: Value, data: Value): Value {
  return model(failureType, { status, data }) as Value;
}

/** The failure behind a value. */
export function failureOf(v: Value): Failure | undefined {
  return v.t === 'model' && v.type.name === failureType.name ? v.state as Failure : undefined;
}

/** Whether a value is what some test asks for; undefined where nothing is known. */
export function decided(v: Value, test: (v: Value) => boolean): Value {
  return v.t === 'sym' || v.t === 'hole' || v.t === 'union' ? derived('is', [v]) : lit(test(v));
}

