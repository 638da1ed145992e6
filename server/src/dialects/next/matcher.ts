import type { Value } from '../../evaluate/value';
import { stringOf } from '../../evaluate/value';

/** Whether a middleware runs for a path; undefined where that cannot be said. */
export type Match = boolean | undefined;

/**
 * Whether `config.matcher` of a middleware covers a path (in contract notation): a source, an object with a source, or a list of these.
 * Without one, every path is covered. `optional` says that the path is also served without its last part.
 */
export function covers(matcher: Value | undefined, path: string, optional: boolean): Match {
  if (matcher === undefined || (matcher.t === 'lit' && matcher.v === undefined)) return true;
  if (matcher.t === 'list') {
    if (matcher.items.length === 0 && !matcher.open) return false;
    const answers = matcher.items.map(one => covers(one, path, optional));
    if (answers.includes(true)) return true;
    return matcher.open || answers.includes(undefined) ? undefined : false;
  }
  if (matcher.t === 'object') {
    const source = covers(matcher.props.get('source'), path, optional);
    // With `has` or `missing` the request decides.
    const depends = matcher.open || matcher.spreads.length > 0 || matcher.props.has('has') || matcher.props.has('missing');
    return source === false ? false : depends ? undefined : source;
  }
  const source = stringOf(matcher);
  if (source === undefined) return undefined;
  const pattern = patternOf(source);
  if (!pattern) return undefined;
  const answers = new Set(samplesOf(path, optional).map(sample => pattern.test(sample)));
  return answers.size === 1 ? [...answers][0] : undefined;
}

/** Paths that a template stands for; parameters are ordinary words. */
function samplesOf(path: string, optional: boolean): readonly string[] {
  const fill = (word: string, many: string): string => path.replace(/\{[^}]*\*\}/g, many).replace(/\{[^}]*\}/g, word);
  const samples = new Set([fill('x', 'x'), fill('417', 'x/417'), fill('qz7-k', 'qz7-k/x/y')]);
  if (optional) samples.add(path.replace(/\/\{[^}]*\*\}$/, '') || '/');
  return [...samples];
}

/** The most a source may hold to be run as a pattern: it is the workspace's, and a hostile one could hang. */
const MAX_SOURCE = 600;
const MAX_UNBOUNDED = 8;

/** A source in the syntax of path-to-regexp 6, as Next reads it; undefined when it is not understood or not safe to run. */
export function patternOf(source: string): RegExp | undefined {
  if (source.length > MAX_SOURCE || !source.startsWith('/')) return undefined;
  let out = '';
  for (let i = 0; i < source.length;) {
    const rest = source.slice(i);
    const named = /^(\/?):(\w+)/.exec(rest);
    const group = named ? groupAt(rest, named[0].length) : rest.startsWith('/(') ? groupAt(rest, 1) : groupAt(rest, 0);
    if (named || group !== null) {
      const slash = named ? named[1] === '/' : rest.startsWith('/');
      const length = (named ? named[0].length : slash ? 1 : 0) + (group?.length ?? 0);
      const modifier = /^[?*+]/.exec(rest.slice(length))?.[0] ?? '';
      const inner = group === null ? '[^/]+?' : group.slice(1, -1);
      const unit = `${slash ? '/' : ''}(?:${inner})`;
      const more = `(?:${slash ? '/' : ''}(?:${inner}))`;
      out += modifier === '' ? unit : modifier === '?' ? `(?:${unit})?` : modifier === '*' ? `${more}*` : `${more}+`;
      i += length + modifier.length;
      continue;
    }
    const c = source[i] ?? '';
    if (c === '{' || c === '}' || c === '*' || c === '?' || c === '+') return undefined;
    if (c === '\\') { out += escape(source[i + 1] ?? ''); i += 2; continue; }
    out += escape(c);
    i++;
  }
  if ((out.match(/[*+](?!\?\))/g) ?? []).length > MAX_UNBOUNDED || /\([^()]*[*+][^()]*\)[*+]/.test(out.replace(/\(\?:\/?\(\?:\[\^\/\]\+\?\)\)[*+]/g, ''))) return undefined;
  try { return new RegExp(`^${out}(?:/)?$`, 'i'); } catch { return undefined; }
}

const escape = (c: string): string => c.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** The balanced group that starts at an index, or null. */
function groupAt(text: string, from: number): string | null {
  if (text[from] !== '(') return null;
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '[') { while (i < text.length && text[i] !== ']') i += text[i] === '\\' ? 2 : 1; }
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return text.slice(from, i + 1);
  }
  return null;
}
