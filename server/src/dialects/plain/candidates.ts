import type { Harvest, Written } from './harvest';

/** A path that a handler may know: how the contract writes it, and requests that would match it. */
export interface Candidate {
  readonly path: string;
  readonly samples: readonly string[];
  /** Null for any. */
  readonly method: string | null;
  readonly written: readonly Written[];
}

/** Values of parameters that no program knows by name. */
const VALUES = ['7351', 'zq7x', '6f1c1a3e-4f0b-4b7e-9d57-1f2e3d4c5b6a'] as const;
const filled = (path: string): string[] => path.includes('{') ? VALUES.map(value => path.replace(/\{\w+\*\}/g, 'zq7x/7351').replace(/\{\w+\}/g, value)) : [path];

/** What may be asked for, by what is written: each text itself, what may lie below it, and what its parameters stand for. */
export function candidatesOf({ paths, words, segments }: Harvest): readonly Candidate[] {
  const out = new Map<string, Candidate>();
  const add = (path: string, written: Written, method: string | null = null, samples: readonly string[] = filled(path)): void => {
    const key = `${method ?? ''} ${path}`;
    const known = out.get(key);
    out.set(key, { path, samples: known?.samples ?? samples, method, written: [...known?.written ?? [], written] });
  };
  for (const written of paths) {
    if (written.kind === 'regex') {
      const made = ofRegex(written);
      if (made) add(made.path, written, null, made.samples);
      continue;
    }
    const [, method, text = ''] = /^(?:([A-Z]{3,7}):? ?)?(\/.*)$/.exec(written.text) ?? [];
    const path = text.replace(/:(\w+)(?:\([^)]*\))?/g, '{$1}').replace(/\*(\w*)$/, (_all, name: string) => `{${name === '' ? 'rest' : name}*}`);
    if (/[()*:]/.test(path.replace(/\{\w+\*?\}/g, ''))) continue;
    const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
    add(plain, written, method ?? null);
    if (method !== undefined || path.includes('{')) continue;
    const below = plain === '/' ? '' : plain;
    if (below === '') continue;
    add(`${below}/{param}`, written);
    add(`${below}/{rest*}`, written);
  }
  const name = segments[segments.length - 1] ?? '';
  const parameter = name === '' ? '{param}' : `{${name}}`;
  for (const word of words) {
    add(`/${word.text}`, word);
    add(`/${word.text}/${parameter}`, word);
  }
  return [...out.values()];
}

/** A regular expression with groups and classes as parameters, and requests that it matches. */
function ofRegex({ text, names }: Written): { readonly path: string; readonly samples: readonly string[] } | null {
  let group = -1;
  const plain = text.replace(/^\^/, '').replace(/\\\//g, '/');
  const parts = plain.replace(/\(\?<(\w+)>((?:[^()\\]|\\.)*)\)|\((?!\?)((?:[^()\\]|\\.)*)\)|\(\?:((?:[^()\\]|\\.)*)\)/g, (_all, named: string | undefined, _a, own: string | undefined, passing: string | undefined) => {
    if (passing !== undefined) return /^[/\w-]*$/.test(passing) ? '' : '\u0001param\u0002';
    group++;
    const inner = own ?? _a as string;
    const name = named ?? (names[group] ?? '');
    return `\u0001${name === '' ? 'param' : name}${/\.[*+]/.test(inner) ? '*' : ''}\u0002`;
  }).replace(/\[(?:[^\]\\]|\\.)*\](?:[*+?]|\{\d+(?:,\d*)?\})?|\\[wdWDsS](?:[*+?]|\{\d+(?:,\d*)?\})?/g, '\u0001param\u0002').replace(/\.[*+]\??/g, '\u0001rest*\u0002');
  const ended = parts.endsWith('$');
  const path = parts.replace(/\$$/, '').replace(/\/\?$/, '').replace(/\\(.)/g, '$1').replaceAll('\u0001', '{').replaceAll('\u0002', '}');
  if (!path.startsWith('/') || /[?+*|()[\]^$]/.test(path.replace(/\{\w+\*?\}/g, ''))) return null;
  const whole = ended || path.endsWith('*}') ? path : `${path.replace(/\/$/, '')}/{rest*}`;
  return { path: whole, samples: filled(whole) };
}
