import type { Value } from '../evaluate/value';
import { alternatives, stringOf } from '../evaluate/value';
import type { Binding, BindingKind } from '../model/access';
import type { Origins } from './origin';

/** One key of a filter with its value. */
interface Term { readonly key: string; readonly value: Value }

/** Words of query languages between a key and its value: what stands below them is about the key above. */
const OPERATOR = /^(\$?(and|or|not|nor|eq|equals|in|ne|gt|gte|lt|lte|notIn|contains|is|isNot|some|every|none|set|connect|elemMatch|push|addToSet|setOnInsert|all|mode|startsWith|endsWith))$/i;
/** A comparison in SQL text with a named parameter. */
const COMPARED = /(?:[\w"`]+\.)?["`]?(\w+)["`]?\s*(?:=|IN)\s*\(?\s*:(?:\.\.\.)?(\w+)/gi;

/** The keys of a filter or of written data; `own` is the key of a value that stands alone (`findById(id)`). */
export function termsOf(value: Value | null, own: string): readonly Term[] {
  const out: Term[] = [];
  const walk = (one: Value, key: string, depth: number): void => {
    if (depth > 6 || out.length > 60) return;
    switch (one.t) {
      case 'union': for (const each of one.of) walk(each, key, depth + 1); return;
      case 'object': {
        if (one.spreads.length > 0) for (const spread of one.spreads) out.push({ key: join(key, '*'), value: spread });
        for (const [name, each] of one.props) {
          // A key of several columns (`userId_projectId: { userId, projectId }`) is no relation.
          const compound = each.t === 'object' && name.includes('_') && [...each.props.keys()].every(part => name.includes(part));
          walk(each, OPERATOR.test(name) || compound ? key : join(key, name), depth + 1);
        }
        return;
      }
      case 'list':
        if (isBuilder(one.items)) { for (const term of builderTerms(one.items)) out.push(term); return; }
        for (const each of [...one.items, ...one.rest ? [one.rest] : []]) walk(each, key, depth + 1);
        return;
      default: out.push({ key: key === '' ? own : key, value: one });
    }
  };
  if (value !== null) walk(value, '', 0);
  return out;
}

const join = (key: string, name: string): string => key === '' ? name : `${key}.${name}`;
const isBuilder = (items: readonly Value[]): boolean => items.some(one => /[=<>]|\bIN\b/i.test(stringOf(one) ?? ''));

/** `where('post.id = :id', { id })`: the columns that are compared with parameters. */
function builderTerms(items: readonly Value[]): Term[] {
  const columns = new Map<string, string>();
  for (const one of items) for (const [, column = '', parameter = ''] of (stringOf(one) ?? '').matchAll(COMPARED)) columns.set(parameter, column);
  return items.flatMap(one => one.t === 'object' ? [...one.props].map(([name, value]) => ({ key: columns.get(name) ?? name, value })) : stringOf(one) !== undefined ? [] : [{ key: '*', value: one }]);
}

/** What the keys of a value are bound to. */
export function bindingsOf(terms: readonly Term[], origins: Origins): readonly Binding[] {
  const all = terms.map(({ key, value }): Binding => {
    const traits = origins.traits(value);
    const kind: BindingKind = traits.caller ? 'principal' : traits.unknown || traits.request ? 'unknown' : traits.records.size > 0 ? 'record' : traits.client.size > 0 ? 'input'
      : alternatives(value).every(one => one.t === 'lit' || one.t === 'text' || one.t === 'regex' || one.t === 'class' || (one.t === 'sym' && (one.op === 'env' || one.op === 'import' || one.op === 'get' || one.op === 'derived'))) ? 'constant' : 'unknown';
    const [first = ''] = kind === 'input' ? traits.client : [];
    const [source = '', ...name] = first.split('.');
    return { key, kind, source: kind === 'input' ? source : null, name: kind === 'input' ? name.join('.') : '' };
  });
  return [...new Map(all.map(one => [JSON.stringify(one), one])).values()];
}
