import type { Machine } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, UNDEFINED, union } from '../../evaluate/value';
import { bagOf } from '../bag';
import type { FetchRequest } from '../fetch';
import { fetchRequest, requestFields, requestUrl } from '../fetch';
import { requestPath } from '../paths';

/** The event of h3, version 1 (`event.node`, functions that take it) and version 2 (`event.req`, `event.res`). */
export interface EventState {
  readonly request: FetchRequest;
  readonly context: Value;
  /** Statuses that were set and answers that were sent, with the points where; an event lives for one run. */
  readonly statuses: { readonly status: Value; readonly path: Path }[];
  readonly sent: Path[];
  /** What `event.path` comes without: where the layer is mounted that runs now. */
  base: string;
}

type Event = ModelValue<EventState>;

const SENT = '#sent';

const answerType: ModelType<Event> = {
  name: 'h3.Answer',
  get: (self, key, m) => {
    if (key === 'statusCode' || key === 'status') return union(statusesAt(self.state, m.path, lit(200)));
    if (key === 'headers') return object([['set', native('set', () => UNDEFINED)], ['append', native('append', () => UNDEFINED)], ['delete', native('delete', () => UNDEFINED)]]);
    if (key === 'setHeader' || key === 'appendHeader' || key === 'removeHeader') return native(`res.${key}`, () => UNDEFINED);
    if (key === 'end' || key === 'write') return native(`res.${key}`, (m, call) => {
      m.emit({ kind: 'respond', value: call.args[0] ?? UNDEFINED, status: union(statusesAt(self.state, m.path, lit(200))), site: call.site, via: `res.${key}` });
      handle(m, self.state);
      return UNDEFINED;
    });
    return undefined;
  },
  set: (self, key, value, m) => {
    if (key === 'statusCode' || key === 'status') setStatus(m, self.state, value);
    return true;
  },
};

const eventType: ModelType<EventState> = {
  name: 'h3.RequestEvent',
  mentions: () => [input('request')],
  get: (self, key, m) => {
    const { request, context } = self.state;
    switch (key) {
      case 'context': return context;
      case 'method': return request.method === null ? input('request', 'method') : lit(request.method);
      case 'path': return pathBelow(self.state);
      case 'headers': return requestFields('header');
      case 'url': return requestUrl(request);
      case 'req': case 'web': return fetchRequest(request);
      case 'res': return model(answerType, self, null) as Value;
      case 'node': return object([
        ['req', object([['url', pathBelow(self.state)], ['method', m.get(self as Value, 'method')], ['headers', input('header')]])], ['res', model(answerType, self, null) as Value],
      ]);
      case 'handled': return wasSent(self, m.path) === false ? lit(false) : derived('handled', []);
      default: return self.props.get(key);
    }
  },
};

/** `event.path`: the path below the layer's own, with the query. */
function pathBelow({ request, base }: EventState): Value {
  const rest = base !== '' && base !== '/' && request.path.startsWith(base) ? request.path.slice(base.length) : request.path;
  return requestPath(rest.startsWith('/') ? rest : `/${rest}`, input('url', 'search'));
}

/** A fresh event. `closed`: everything that runs before the handler is known. */
export function eventOf(request: FetchRequest, closed: boolean, base = ''): Value {
  const event = model<EventState>(eventType, { request, context: bagOf('context', closed, [['params', input('path')]]), statuses: [], sent: [], base }, null);
  event.props.set(SENT, lit(false));
  return event as Value;
}

/** The event among arguments. */
export function eventIn(args: readonly Value[]): Event | undefined {
  return args.find((one): one is Event => one.t === 'model' && one.type.name === eventType.name);
}

/** The statuses that an answer at a point may have: those that were set on the way there, else the given one. */
export function statusesAt(event: Event | undefined, path: Path, otherwise: Value): readonly Value[] {
  const out: Value[] = [];
  for (const one of [...event?.state.statuses ?? []].reverse()) {
    const passed = cameThrough(path, one.path);
    if (passed !== false) out.push(one.status);
    if (passed === true) return out;
  }
  return [...out, otherwise];
}

/** Sets the status of the answer. */
export function setStatus(m: Machine, event: Event, status: Value): void {
  if (m.alive) event.state.statuses.push({ status, path: m.path });
}

/** Says that the answer was sent: what the handler returns is no answer any more. */
export function handle(m: Machine, event: Event | undefined): void {
  if (!m.alive || !event) return;
  event.state.sent.push(m.path);
  m.heap.set(event.props, SENT, lit(true));
}

/** Whether the answer was sent, with the conditions where a branch left them. */
export const sentOf = (event: Event | undefined): Value => event?.props.get(SENT) ?? lit(false);

/** Whether the answer was sent on the way to a point; undefined when on some of the ways. */
export function wasSent(event: Event | undefined, path: Path): boolean | undefined {
  const all = (event?.state.sent ?? []).map(one => cameThrough(path, one));
  return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
}

/** Whether the way to a point came through another; undefined when only some of its ways did. */
function cameThrough(path: Path, point: Path): boolean | undefined {
  if (point === null) return true;
  let some = false;
  for (let p = path; p !== null; p = p.parent) {
    if (p === point) return true;
    if (!('ways' in p)) continue;
    const each = p.ways.map(way => cameThrough(way, point));
    if (each.every(one => one === true)) return true;
    some ||= each.some(one => one !== false);
  }
  return some ? undefined : false;
}
