import { UNKNOWN_PART } from '../paths';

/** The parts of a path between slashes; a pattern in braces (`:file{a/b}`) may hold slashes of its own. */
function parts(path: string): string[] {
  const out: string[] = [];
  let part = '';
  let depth = 0;
  for (const c of path) {
    if (c === '{') depth++;
    else if (c === '}') depth--;
    if (c === '/' && depth === 0) { out.push(part); part = ''; } else part += c;
  }
  return [...out, part].filter(one => one !== '');
}

/** `:name`, `:name{pattern}`, `:name?`. */
const PARAMETER = /^:([^{}?]+)(?:\{(.+)\})?(\?)?$/;
/** A pattern that takes slashes takes whatever follows. */
const takesSlashes = (pattern: string | undefined): boolean => pattern !== undefined && /\.[*+]|\[\^?[^\]]*\/[^\]]*\]/.test(pattern);

/** Paths of Hono in contract notation: `/users/:id{[0-9]+}` → `/users/{id}`, a `*` at the end → `{rest*}`. */
export function honoPath(text: string): string {
  const all = parts(text.replaceAll(UNKNOWN_PART, '\u0001'));
  const converted = all.map((part, index) => {
    const parameter = PARAMETER.exec(part);
    if (parameter) return `{${parameter[1]}${takesSlashes(parameter[2]) ? '*' : parameter[3] ?? ''}}`;
    if (part === '*') return index === all.length - 1 ? '{rest*}' : '{param}';
    return part.endsWith('*') ? `${part.slice(0, -1)}{rest*}` : part;
  });
  const joined = converted.join('/').replaceAll('\u0001', UNKNOWN_PART);
  return text.startsWith('/') && joined !== '' ? `/${joined}` : joined;
}

/** One part of a pattern: a text, any one part (perhaps of a form), any number of parts, or something unknown. */
type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'one'; readonly form: string | null } | { readonly kind: 'rest'; readonly least: 0 | 1 } | { readonly kind: 'unknown' };

/** A path as a pattern; several where its last part is optional. */
export type PathPattern = readonly (readonly Part[])[];

/** The patterns of a path as Hono writes it. */
export function patternOf(path: string): PathPattern {
  const all = parts(path.replaceAll(UNKNOWN_PART, '\u0001'));
  const pattern = all.map((part, index): Part => {
    if (part.includes('\u0001')) return { kind: 'unknown' };
    const parameter = PARAMETER.exec(part);
    if (parameter) return takesSlashes(parameter[2]) ? { kind: 'rest', least: 1 } : { kind: 'one', form: parameter[2] ?? null };
    if (part === '*') return index === all.length - 1 ? { kind: 'rest', least: 0 } : { kind: 'one', form: null };
    return part.endsWith('*') ? { kind: 'unknown' } : { kind: 'text', text: part };
  });
  return /:[^/]*\?$/.test(path) ? [pattern.slice(0, -1), pattern] : [pattern];
}

/** Whether whatever one pattern matches is matched by another, as Hono matches: undefined where the request decides. */
export function covers(wide: PathPattern, narrow: PathPattern): boolean | undefined {
  const answers = narrow.map(one => {
    const each = wide.map(other => coversParts(other, one));
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  });
  if (answers.every(answer => answer === true)) return true;
  return answers.every(answer => answer === false) ? false : undefined;
}

function coversParts(wide: readonly Part[], narrow: readonly Part[]): boolean | undefined {
  let sure = true;
  for (const [index, part] of wide.entries()) {
    const own = narrow[index];
    if (part.kind === 'rest') return own === undefined && part.least === 1 ? false : sure ? true : undefined;
    if (part.kind === 'unknown' || own?.kind === 'unknown') return undefined;
    if (own === undefined) return false;
    // The rest of the narrower pattern may be anything.
    if (own.kind === 'rest') return undefined;
    if (part.kind === 'text') {
      if (own.kind === 'text') { if (own.text !== part.text) return false; } else sure = false;
    } else if (part.form !== null && !(own.kind === 'one' && own.form === part.form)) {
      const fits = own.kind === 'text' ? hasForm(own.text, part.form) : undefined;
      if (fits === false) return false;
      if (fits === undefined) sure = false;
    }
  }
  return narrow.length > wide.length ? false : sure ? true : undefined;
}

/** Whether a text has a form, for the plain forms that are safe to run: the form is the workspace's. */
function hasForm(text: string, form: string): boolean | undefined {
  if (!/^(?:\[[^\][\\]+\]|\\[dw]|[\w|-])(?:[+*]|\{\d+(?:,\d*)?\})?$|^[\w|-]+$/.test(form)) return undefined;
  return new RegExp(`^(?:${form})$`).test(text);
}
