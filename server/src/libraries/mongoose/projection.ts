import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { flagOf } from '../records';
import type { PathDef, Paths } from './schema';

/** One word of a selection: `name`, `-name`, `+name`. */
export interface Word { readonly name: string; readonly sign: '' | '-' | '+' }

/** The words of a selection (text, list or object); undefined where it is not known. */
export function wordsOf(m: Machine, given: Value): readonly Word[] | undefined {
  switch (given.t) {
    case 'lit': return typeof given.v === 'string' ? given.v.split(/\s+/).filter(word => word !== '').map(word) : [];
    case 'list': return given.open || !given.items.every(one => one.t === 'lit') ? undefined : given.items.flatMap(one => wordsOf(m, one) ?? []);
    case 'object': {
      if (given.open || given.spreads.length > 0) return undefined;
      return [...given.props].flatMap(([name, flag]): Word[] => {
        if (name.startsWith('$')) return [];
        if (flag.t === 'lit' && typeof flag.v === 'string' && flag.v.startsWith('+')) return [{ name, sign: '+' }];
        // `$slice`, `$meta` and expressions neither include nor exclude the others.
        if (flag.t === 'object') return [{ name, sign: '+' }];
        return name.startsWith('+') || name.startsWith('-') ? [word(name)] : [{ name, sign: flagOf(flag) === false ? '-' : '' }];
      });
    }
    default: return undefined;
  }
}

function word(text: string): Word {
  const [first = ''] = text;
  return first === '-' || first === '+' ? { name: text.slice(1), sign: first } : { name: text, sign: '' };
}

/**
 * The paths that a selection leaves (https://mongoosejs.com/docs/api/query.html#Query.prototype.select()): one that includes shows what it
 * names, also what the schema hides; another shows everything but what it or the schema takes away, unless `+` brings it back.
 */
export function projected(paths: Paths, words: readonly Word[], prefix = ''): readonly PathDef[] {
  const inclusive = words.some(one => one.sign === '' && one.name !== '_id') || (words.some(one => one.sign === '' && one.name === '_id') && !words.some(one => one.sign === '-'));
  return paths.all.flatMap((path): PathDef[] => {
    const name = prefix + path.name;
    const own = words.find(one => one.name === name);
    const below = words.filter(one => one.name.startsWith(`${name}.`));
    if (own?.sign === '-') return [];
    if (inclusive) {
      if (own || (prefix === '' && path.name === '_id')) return [path];
      return below.some(one => one.sign !== '-') && path.nested ? [{ ...path, nested: { ...path.nested, all: projected(path.nested, words, `${name}.`) } }] : [];
    }
    if (path.hidden && own === undefined) return [];
    return [path.nested ? { ...path, nested: { ...path.nested, all: projected(path.nested, words, `${name}.`) } } : path];
  });
}
