import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, FALSE, input, lit, listOf, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { concat } from '../../evaluate/operators';
import type { Exchange } from '../dialect';
import { fromText } from '../json';

/** A request as a plain server sees it: the method and the path may be known, unknown, or known in part. */
export interface PlainRequest {
  /** Null for any. */
  readonly method: string | null;
  readonly path: Value;
  /** Whether a query may follow the path: a comparison with the whole target is only decided without one. */
  readonly search: boolean;
}

/** The target of a request line. */
export const targetOf = ({ path, search }: PlainRequest): Value => search ? concat([path, input('url', 'search')]) : path;

/** The headers of a request. To which host it went is read to make a URL of its target and says nothing about the caller. */
const headersType: ModelType<null> = {
  name: 'node.Headers', mentions: () => [input('header')],
  get: (_self, key, m) => key === 'host' ? derived('host', []) : m.input('header', key),
  index: (_self, key) => derived('header', [input('header'), key]),
};

const requestType: ModelType<PlainRequest> = {
  name: 'node.Request',
  element: () => chunk,
  get(self, key, m) {
    const set = self.props.get(key);
    if (set) return set;
    const { method } = self.state;
    switch (key) {
      case 'method': return method === null ? input('request', 'method') : lit(method);
      case 'url': return targetOf(self.state);
      case 'headers': case 'headersDistinct': return model(headersType, null) as Value;
      case 'on': case 'once': case 'addListener': return native(`req.${key}`, (_m, call) => { listen(m, call.args[0], call.args[1], call.site); return self; });
      case 'setEncoding': case 'resume': case 'pause': case 'pipe': case 'unpipe': case 'destroy': case 'removeListener': case 'off': return native(`req.${key}`, () => self);
      case 'read': case 'toArray': return native(`req.${key}`, () => key === 'read' ? m.input('body') : listOf(m.input('body')));
      case 'socket': case 'connection': case 'httpVersion': return input('request', key);
      case 'session': case 'user': return key === 'user' ? input('principal') : input('session');
      default: return undefined;
    }
  },
};

/** A part of the body as a text: all of them together are the body. */
const chunk: Value = { t: 'text', parts: [input('body')] };

/** `Buffer.concat(chunks)`: the body, where these are its parts. */
export const bufferGlobal: Value = {
  ...object([['concat', native('Buffer.concat', (_m, call) => {
    const [parts] = call.args;
    const all = parts?.t === 'list' ? [...parts.items, ...parts.rest ? [parts.rest] : []] : [];
    return all.length > 0 && all.every(one => one === chunk) ? chunk : derived('Buffer.concat', call.args);
  })]]), spreads: [{ t: 'sym', op: 'global', name: 'Buffer' }], open: true,
};

/** What comes in chunks is the body; that something fails is nobody's answer. */
function listen(m: Machine, event: Value | undefined, listener: Value | undefined, site: ModelValue['site']): void {
  const name = stringOf(event);
  if (!listener || name === 'error' || name === 'close' || name === 'aborted') return;
  m.call(listener, name === 'data' ? [chunk] : [], { site });
}

const STATUS = '#status';
const statusOf = (self: ModelValue): Value => self.props.get(STATUS) ?? lit(200);
const silent: ReadonlySet<string> = new Set(['setHeader', 'setHeaders', 'appendHeader', 'removeHeader', 'flushHeaders', 'setTimeout', 'on', 'once', 'cork', 'uncork', 'writeContinue', 'addTrailers', 'assignSocket', 'destroy']);

/** Where calls stand that led here: answers of a helper are told apart by who called it. */
const chainOf = (m: Machine): string => m.frames.flatMap(({ callSite }) => callSite ? [`${callSite.file}#${callSite.unit}#${callSite.n}`] : []).join(' ');

const responseType: ModelType<null> = {
  name: 'node.Response',
  get(self, key) {
    const set = self.props.get(key);
    if (set) return set;
    if (silent.has(key)) return native(`res.${key}`, () => self);
    switch (key) {
      case 'writeHead': return native('res.writeHead', (m, call) => { m.heap.set(self.props, STATUS, call.args[0] ?? lit(200)); return self; });
      case 'write': case 'end': return native(`res.${key}`, (m, call) => {
        const [given = UNDEFINED] = call.args;
        const body = given.t === 'fn' ? UNDEFINED : given;
        const empty = body.t === 'lit' && (body.v === undefined || body.v === '');
        const before = self.props.get('#body');
        // What was written before is the answer; the end alone adds nothing to it.
        if (key === 'write') m.heap.set(self.props, '#body', body);
        else m.emit({ kind: 'respond', value: fromText(empty && before ? before : body), status: statusOf(self), site: call.site, via: 'res.end', detail: chainOf(m) });
        return self;
      });
      case 'statusCode': return statusOf(self);
      case 'headersSent': case 'writableEnded': case 'finished': return FALSE;
      case 'getHeader': case 'hasHeader': case 'getHeaders': return native(`res.${key}`, () => derived(key, []));
      default: return undefined;
    }
  },
  set(self, key, value, m) {
    m.heap.set(self.props, key === 'statusCode' ? STATUS : key, value);
    return true;
  },
};

/** A fresh request and response. */
export function nodeExchange(request: PlainRequest): Exchange {
  return { values: { req: model(requestType, request) as Value, res: model(responseType, null) as Value } };
}

/** `url.parse(req.url, true)`: the parts of a target. */
export const parseUrl: Value = native('url.parse', (m, call) => {
  const url = m.construct(m.program.environment.models.globalValue('URL') ?? UNDEFINED, [call.args[0] ?? UNDEFINED, lit('http://localhost')], call.site);
  return object([['pathname', m.get(url, 'pathname')], ['query', input('query')], ['search', input('query')], ['href', call.args[0] ?? UNDEFINED]]);
});
