import type { Assumption, Value } from '../evaluate/value';
import { alternatives } from '../evaluate/value';
import { concat } from '../evaluate/operators';
import type { Site } from '../model/facts';
import type { RawComponent } from './dialect';

/** Converts a framework's path text to contract notation: `/users/:id` → `/users/{id}`. */
export type PathSyntax = (text: string) => string;

/** What stands for a part of a path that is not known. */
export const UNKNOWN_PART = '{…}';

/** The alternatives of a path value as components; a path that is not given is empty. */
export function pathComponents(value: Value | null, syntax: PathSyntax, site: Site | null): readonly RawComponent[] {
  if (value === null || (value.t === 'lit' && value.v === undefined)) return [{ text: '', complete: true, site, assumptions: [] }];
  const values = value.t === 'list' ? value.items : alternatives(value);
  // `config.basePath || ''` with an unknown left side: the known alternative is taken, and said so.
  const known = values.filter(one => one.t === 'lit' || (one.t === 'text' && one.parts.every(part => typeof part === 'string')));
  const [first] = known;
  if (first && known.length < values.length && value.t === 'union') return known.map(one => ({ ...component(one, syntax, site), assumptions: [{ name: 'a prefix that is not known', value: one.t === 'lit' ? String(one.v) : '', at: site }] }));
  return values.flatMap(one => one.t === 'list' ? pathComponents(one, syntax, site) : [component(one, syntax, site)]);
}

function component(value: Value, syntax: PathSyntax, site: Site | null): RawComponent {
  const assumptions: Assumption[] = value.t === 'lit' || value.t === 'text' ? value.assumed ? [value.assumed] : [] : [];
  switch (value.t) {
    case 'lit': return { text: syntax(String(value.v)), complete: true, site, assumptions };
    case 'text': {
      let known = '';
      let complete = true;
      for (const part of value.parts) {
        if (typeof part === 'string') { known += part; continue; }
        complete = false;
        known += UNKNOWN_PART;
      }
      // The syntax sees the known text with a placeholder that no syntax gives a meaning to.
      return { text: syntax(known.replaceAll(UNKNOWN_PART, '\u0001')).replaceAll('\u0001', UNKNOWN_PART), complete, site, assumptions };
    }
    case 'regex': return { text: regexPath(value.source), complete: !/[[\](|+*?^$\\]/.test(regexPath(value.source).replace(/\{[^}]*\}/g, '')), site, assumptions };
    default: return { text: UNKNOWN_PART, complete: false, site, assumptions };
  }
}

/** A regular expression as a path: its literal text, with groups and classes as parameters. */
function regexPath(source: string): string {
  const plain = source.replace(/^\^/, '').replace(/\$$/, '').replace(/\\\//g, '/').replace(/\(\?<(\w+)>[^)]*\)/g, '{$1}')
    .replace(/\((?:[^()]|\([^()]*\))*\)[*+?]?|\[[^\]]*\][*+?]?|\\[wdWDsS][*+?]?|\.[*+?]/g, '{param}').replace(/\/\?$/, '').replace(/\\(.)/g, '$1');
  return plain.startsWith('/') ? plain : `/${plain}`;
}

/** Joins components to one path with single slashes and no trailing one; `/` for the root. */
export function joinComponents(components: readonly { readonly text: string }[]): string {
  const joined = components.map(one => one.text).filter(text => text !== '').join('/').replace(/\/{2,}/g, '/');
  const rooted = joined.startsWith('/') ? joined : `/${joined}`;
  return rooted.length > 1 && rooted.endsWith('/') ? rooted.slice(0, -1) : rooted;
}

/** The path of a request to an endpoint: its literal parts, with what its parameters are. `tail` follows (a query string). */
export function requestPath(path: string, tail: Value | null = null): Value {
  const parts: (string | Value)[] = path.split(/(\{[^}]*\})/).map((part): string | Value => part.startsWith('{') ? { t: 'sym', op: 'input', in: 'path', path: [part.replace(/[{}*?…]/g, '')] } : part);
  return concat(tail ? [...parts, tail] : parts);
}

/** Whether a path lies below a prefix (both in contract notation): yes, no, or undefined when a parameter or an unknown part decides. */
export function below(path: string, prefix: string): boolean | undefined {
  if (prefix === '' || prefix === '/' || /^\/?\{?\*/.test(prefix) || /^\/?\{[^}]*\*\}$/.test(prefix)) return true;
  const wanted = prefix.split('/').filter(part => part !== '');
  const given = path.split('/').filter(part => part !== '');
  let unsure = false;
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('{') && part.endsWith('*}')) return unsure ? undefined : true;
    const own = given[index];
    if (own === undefined) return part.endsWith('?}') ? (unsure ? undefined : true) : false;
    if (part === own || (part.startsWith('{') && !part.includes('…'))) continue;
    if (own.startsWith('{') || part.includes('{')) { unsure = true; continue; }
    if (part.toLowerCase() !== own.toLowerCase()) return false;
  }
  return unsure ? undefined : true;
}
