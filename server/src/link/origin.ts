import type { TraceEvent } from '../evaluate/machine';
import { mentions } from '../evaluate/truth';
import type { InputValue, Value } from '../evaluate/value';
import { alternatives } from '../evaluate/value';
import type { FieldState, Query, QueryDetail, RecordState } from '../libraries/records';
import { isField, isRecord } from '../libraries/records';
import type { Site } from '../model/facts';
import { siteKey } from '../model/facts';
import { credentialIn, termName } from './credentials';

/** What a value depends on, as far as ownership is concerned. */
export interface Traits {
  /** Something that is known of the caller. */
  readonly caller: boolean;
  /** What the client said: `path.id`, `body.user.id`, `body` for the whole of it. */
  readonly client: ReadonlySet<string>;
  /** The records it was read from, by the places of their queries. */
  readonly records: ReadonlySet<string>;
  /** Something of which nothing is known. */
  readonly unknown: boolean;
  /** The whole request, which holds both. */
  readonly request: boolean;
}

/** The questions about values of one run, answered once each. */
export interface Origins {
  traits(value: Value): Traits;
  /** All queries that were made at a place. */
  at(site: Site | null): readonly QueryDetail[];
}

interface Found { caller: boolean; unknown: boolean; request: boolean; readonly client: Set<string>; readonly records: Set<string> }

/** What a query event says. */
export function detailOf(event: TraceEvent): QueryDetail | null {
  return event.kind === 'query' && typeof event.detail === 'object' && event.detail !== null && 'effect' in event.detail ? event.detail as QueryDetail : null;
}

/** The places by which a query is known: where it is asked, and where its records say that they come from (a builder is made before it is asked). */
export function keysOf({ site, value }: TraceEvent): readonly string[] {
  const own = siteKey(site);
  for (const one of alternatives(value)) {
    const row = one.t === 'list' ? one.rest ?? one.items[0] : one;
    const from = row !== undefined && isRecord(row) ? siteKey((row.state as RecordState).query?.site ?? null) : own;
    if (from !== own && from !== '') return [own, from];
  }
  return [own];
}

/** The name of a part of the request: `path.id`. */
export const inputName = (one: InputValue): string => [one.in, ...one.path].join('.');

/** Calls that say who the caller is, by name. */
const TELLS_CALLER = /session|principal|current_?user|get_?user|auth_?user|^(get_?)?auth$|\.auth$|viewer|claims|whoami|logged_?in/i;
/** Calls that give back what they were given in another form. */
const CONVERTS = /(^|\.)(ObjectId|createFromHexString|String|Number|BigInt|parseInt|parseFloat|parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|toString|trim|toLowerCase|decodeURIComponent|cast|transform|plainToInstance|plainToClass|Types\.ObjectId|from|valueOf|min|max|clone|cloneDeep|resolve|v|pick|omit|get|assign|merge|escape|Like|ILike|Equal|In|Not|MoreThan|LessThan|eq|and|or|literal|raw|json|sanitize|map|filter|slice|flat|flatMap|concat|split|join|find|at|replace|replaceAll|toUpperCase|normalize|padStart)$/;
/** What is no name of an object: credentials that clients put into bodies and query strings. */
const SECRET_NAME = /(^|[._-])(token|access_?token|refresh_?token|api_?key|password|jwt|secret|signature|code|otp)$/i;

/** Answers questions about the values of a run with these queries. */
export function originsOf(events: readonly TraceEvent[]): Origins {
  const queries = new Map<string, QueryDetail[]>();
  for (const event of events) {
    const detail = detailOf(event);
    if (detail === null) continue;
    for (const key of keysOf(event)) (queries.get(key) ?? queries.set(key, []).get(key))?.push(detail);
  }
  const known = new WeakMap<Value, Traits>();
  const at = (site: Site | null): readonly QueryDetail[] => queries.get(siteKey(site)) ?? [];

  const ofQuery = (query: Query | null, found: Found, seen: Set<unknown>): void => {
    const details = query === null ? [] : at(query.site).filter(one => one.entity === query.entity);
    if (query === null || (details.length === 0 && query.operation !== 'new' && query.operation !== 'create')) { found.unknown = true; return; }
    found.records.add(siteKey(query.site));
    for (const one of details) {
      if (seen.has(one)) continue;
      seen.add(one);
      if (one.where) visit(one.where, found, seen);
      if (one.effect === 'create' && one.data) visit(one.data, found, seen);
    }
  };

  const visit = (value: Value, found: Found, seen: Set<unknown>): void => {
    if (seen.has(value) || seen.size > 600) return;
    seen.add(value);
    const each = (values: Iterable<Value>): void => { for (const one of values) visit(one, found, seen); };
    switch (value.t) {
      case 'text': each(value.parts.filter(part => typeof part !== 'string')); break;
      case 'union': each(value.of); break;
      case 'list': each(value.items); if (value.rest) visit(value.rest, found, seen); break;
      case 'object': each(value.props.values()); each(value.spreads); break;
      case 'instance': each(value.props.values()); break;
      case 'hole': found.unknown = true; each(value.from); break;
      case 'model':
        if (isField(value)) ofQuery((value.state as FieldState).query, found, seen);
        else if (isRecord(value)) ofQuery((value.state as RecordState).query, found, seen);
        else if (/request|context/i.test(value.type.name)) found.request = true;
        else each(value.type.mentions?.(value) ?? []);
        break;
      case 'sym': symbol(value, found, seen); break;
      default: break;
    }
  };

  const symbol = (value: Extract<Value, { t: 'sym' }>, found: Found, seen: Set<unknown>): void => {
    switch (value.op) {
      case 'input':
        switch (value.in) {
          case 'principal': case 'session': found.caller = true; return;
          case 'cookie': found.caller = true; return;
          case 'header': if (credentialIn(value)?.strength === 'strong') found.caller = true; else found.client.add(inputName(value)); return;
          case 'request': case 'url': found.request ||= value.path.length === 0; return;
          default: if (!SECRET_NAME.test(inputName(value))) found.client.add(inputName(value)); return;
        }
      case 'get': visit(value.base, found, seen); return;
      case 'derived': for (const one of value.from) visit(one, found, seen); return;
      case 'call': case 'new': {
        const name = termName(value.base);
        if (TELLS_CALLER.test(name) && !value.args.some(one => mentions(one, isObjectName, 60))) { found.caller = true; return; }
        // `body.ids.map(…)`: the method is no part of the name.
        const { base } = value;
        visit(base.t === 'sym' && base.op === 'input' && CONVERTS.test(base.path.at(-1) ?? '') ? { ...base, path: base.path.slice(0, -1) } : base, found, seen);
        for (const one of value.args) visit(one, found, seen);
        if (!CONVERTS.test(name)) found.unknown = true;
        return;
      }
      default: return;
    }
  };

  return {
    at,
    traits(value) {
      const before = known.get(value);
      if (before) return before;
      const found = empty();
      visit(value, found, new Set());
      known.set(value, found);
      return found;
    },
  };
}

/** Whether a value is something that a client calls an object by. */
const isObjectName = (one: Value): boolean => one.t === 'sym' && one.op === 'input' && (one.in === 'path' || one.in === 'query' || one.in === 'body') && !SECRET_NAME.test(inputName(one));

const empty = (): Found => ({ caller: false, unknown: false, request: false, client: new Set(), records: new Set() });
