import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, FALSE, hole, input, lit, model, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { fromText } from '../json';
import { requestPath } from '../paths';

/** The request that raised an event, in either version of API Gateway's format. */
export interface EventState { readonly method: string; readonly path: string; readonly authorized: boolean }

/** Headers go by any case. */
const headersType: ModelType<null> = { name: 'lambda.Headers', mentions: () => [input('header')], get: (_self, key, m) => m.input('header', key.toLowerCase()) };

const eventType: ModelType<EventState> = {
  name: 'lambda.Request',
  mentions: () => [input('request')],
  get(self, key, m) {
    const set = self.props.get(key);
    if (set) return set;
    const { method, path, authorized } = self.state;
    const named = method === 'ANY' ? input('request', 'method') : lit(method);
    switch (key) {
      case 'pathParameters': return input('path');
      case 'queryStringParameters': case 'multiValueQueryStringParameters': return input('query');
      case 'rawQueryString': return input('query');
      case 'headers': case 'multiValueHeaders': return model(headersType, null) as Value;
      case 'cookies': return input('cookie');
      case 'body': return m.input('body');
      case 'isBase64Encoded': return FALSE;
      case 'httpMethod': return named;
      case 'path': case 'rawPath': return requestPath(path);
      case 'resource': return lit(path);
      case 'routeKey': return lit(`${method} ${path}`);
      case 'requestContext': return object([
        ['authorizer', authorized ? input('principal') : UNDEFINED], ['identity', input('request', 'identity')], ['httpMethod', named], ['path', requestPath(path)], ['requestId', derived('requestId', [])],
        ['http', object([['method', named], ['path', requestPath(path)], ['sourceIp', input('request', 'ip')]])], ['stage', derived('stage', [])],
      ]);
      default: return undefined;
    }
  },
  set(self: ModelValue<EventState>, key, value, m) { m.heap.set(self.props, key, value); return true; },
};

/** A fresh event. */
export const lambdaEvent = (state: EventState): Value => model(eventType, state) as Value;

/** Says what a function answers with: `{ statusCode, body }`, or with HTTP APIs the value itself. */
export function answer(m: Machine, result: Value, site: Site | null, wraps: boolean): void {
  if (!m.alive) return;
  const end = m.path;
  for (const { value, path } of waysOf(result, end)) {
    m.path = path;
    if (value.t === 'lit') {
      if (wraps && value.v !== undefined && value.v !== null) m.emit({ kind: 'respond', value: fromText(value), status: lit(200), site, via: 'return' });
      continue;
    }
    const status = value.t === 'object' || value.t === 'instance' ? m.get(value, 'statusCode') : UNDEFINED;
    const at = value.t === 'object' && value.site ? value.site : site;
    if (status.t === 'lit' && status.v === undefined) {
      if (value.t !== 'object' && value.t !== 'list') m.emit({ kind: 'respond', value: hole('an answer that could not be followed', site, [value]), status: null, site, via: 'return' });
      else if (wraps) m.emit({ kind: 'respond', value, status: lit(200), site: at, via: 'return' });
      continue;
    }
    const body = m.get(value, 'body');
    for (const one of waysOf(status, m.path)) {
      m.path = one.path;
      m.emit({ kind: 'respond', value: fromText(body), status: one.value, site: at, via: 'return' });
    }
  }
  m.path = end;
}
