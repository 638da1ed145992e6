import { FALSE, input, lit, native, object, UNDEFINED } from '../../evaluate/value';
import type { Value } from '../../evaluate/value';
import { bagOf } from '../bag';
import type { FetchRequest } from '../fetch';
import { fetchRequest, requestFields, requestUrl, response, statusIn } from '../fetch';

/** The context of an endpoint or a middleware. `closed`: no middleware is out of sight. */
export function contextOf(request: FetchRequest, closed: boolean): Value {
  const redirect = native('redirect', (m, call) => response(m, { body: UNDEFINED, status: statusIn(m, call.args[1], 302), goesOn: false, via: 'redirect' }, call.site));
  const session = object([['get', native('session.get', (m, call) => { const [key] = call.args; return m.input('session', ...key?.t === 'lit' ? [String(key.v)] : []); })], ['set', native('session.set', () => UNDEFINED)], ['destroy', native('session.destroy', () => UNDEFINED)]]);
  return object([
    ['request', fetchRequest(request)], ['url', requestUrl(request)], ['params', input('path')], ['cookies', requestFields('cookie')], ['locals', bagOf('locals', closed)], ['redirect', redirect],
    ['clientAddress', input('request', 'ip')], ['session', session], ['isPrerendered', FALSE], ['site', UNDEFINED], ['props', object()], ['originPathname', lit(request.path)], ['routePattern', lit(request.path)],
  ]);
}
