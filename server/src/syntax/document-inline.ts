import type { DocumentEntry, DocumentNode, ScalarNode } from './document-tree';

/** Whether a character ends a token: a blank, a line ending or the end of the text. */
export function isBlank(char: string | undefined): boolean {
  return char === undefined || char === ' ' || char === '\n' || char === '\r' || char === '\t';
}

/** What a plain scalar means, by YAML 1.2's core schema. */
export function resolvePlain(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Letters from which nothing but a string starts.
  if (first > 64 && !/^[.~nNtTfF]/.test(text)) return text;
  if (/^(?:~|[Nn]ull|NULL)?$/.test(text)) return null;
  if (/^(?:[Tt]rue|TRUE)$/.test(text)) return true;
  if (/^(?:[Ff]alse|FALSE)$/.test(text)) return false;
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text) || /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(text)) return Number(text);
  const infinite = /^([-+]?)\.(?:inf|Inf|INF)$/.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? NaN : text;
}

/** The quoted scalar at a place, when it ends on its line and has no escapes but those of JSON; else null. */
export function quotedAt(text: string, start: number): ScalarNode | null {
  const pattern = text[start] === '"' ? /"(?:[^"\\\r\n\t]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y : /'(?:[^'\r\n\t]|'')*'/y;
  pattern.lastIndex = start;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return null;
  const inner = found.slice(1, -1);
  if (found.startsWith("'")) return { kind: 'scalar', start, end: start + found.length, quote: 'single', value: inner.replace(/''/g, "'") };
  const value = inner.includes('\\') ? unescaped(found) : inner;
  return value === null ? null : { kind: 'scalar', start, end: start + found.length, quote: 'double', value };
}

function unescaped(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    // A control character, which YAML's own reader judges.
    return null;
  }
}

/** Deeper nesting is left to the complete reader. */
const MAX_DEPTH = 100;

/** Reads lists and maps in braces. Null for whatever is not written the usual way. */
export function createFlowReader(text: string, anchors: ReadonlyMap<string, DocumentNode>): { collection(start: number, parent: number): DocumentNode | null } {
  /** The next token behind blanks, line endings and comments; -1 when a line stands no deeper than what holds the braces. */
  function skip(from: number, parent: number): number {
    for (let p = from; p < text.length;) {
      const char = text[p];
      if (char === ' ') p++;
      else if (char === '#') {
        if (!isBlank(text[p - 1])) return -1;
        while (p < text.length && text[p] !== '\n') p++;
      } else if (char === '\n' || char === '\r' && text[p + 1] === '\n') {
        const start = char === '\n' ? p + 1 : p + 2;
        p = start;
        while (text[p] === ' ') p++;
        if (p - start <= parent && !/[\r\n#]/.test(text[p] ?? '\n')) return -1;
      } else return char === '\t' || char === '\r' ? -1 : p;
    }
    return -1;
  }

  function collection(start: number, parent: number, depth: number): DocumentNode | null {
    if (depth > MAX_DEPTH) return null;
    const isMap = text[start] === '{';
    const close = isMap ? '}' : ']';
    const entries: DocumentEntry[] = [];
    const items: (DocumentNode | null)[] = [];
    let p = skip(start + 1, parent);
    while (p >= 0 && text[p] !== close) {
      if (isMap) {
        const entry = entryAt(p, parent, depth);
        if (entry === null) return null;
        entries.push(entry.entry);
        p = entry.next;
      } else {
        const item = nodeAt(p, parent, depth);
        if (item === null) return null;
        items.push(item);
        p = skip(item.end, parent);
      }
      if (p < 0) return null;
      if (text[p] === ',') p = skip(p + 1, parent);
      else if (text[p] !== close) return null;
    }
    if (p < 0) return null;
    return isMap ? { kind: 'map', flow: true, start, end: p + 1, entries } : { kind: 'seq', flow: true, start, end: p + 1, items };
  }

  function entryAt(start: number, parent: number, depth: number): { readonly entry: DocumentEntry; readonly next: number } | null {
    const key = scalarAt(start);
    if (key === null) return null;
    const name = key.quote === 'plain' ? text.slice(key.start, key.end) : String(key.value);
    const made = (value: DocumentNode | null): DocumentEntry => ({ key: name, keyStart: key.start, keyEnd: key.end, quote: key.quote, value });
    const colon = skip(key.end, parent);
    if (colon < 0) return null;
    if (text[colon] !== ':') return { entry: made(null), next: colon };
    // The colon stands on the line of its key, and behind a plain one it needs a blank.
    if (/[\r\n]/.test(text.slice(key.end, colon)) || key.quote === 'plain' && !isBlank(text[colon + 1])) return null;
    const at = skip(colon + 1, parent);
    if (at < 0) return null;
    if (text[at] === ',' || text[at] === '}') return { entry: made(null), next: at };
    const value = nodeAt(at, parent, depth);
    return value === null ? null : { entry: made(value), next: skip(value.end, parent) };
  }

  function nodeAt(start: number, parent: number, depth: number): DocumentNode | null {
    const char = text[start];
    if (char === '{' || char === '[') return collection(start, parent, depth + 1);
    if (char !== '*') return scalarAt(start);
    const name = /\*([^\s,[\]{}]+)/y;
    name.lastIndex = start;
    const found = name.exec(text);
    const target = found?.[1] === undefined ? undefined : anchors.get(found[1]);
    return found?.[1] === undefined || target === undefined ? null : { kind: 'alias', start, end: start + found[0].length, name: found[1], target };
  }

  function scalarAt(start: number): ScalarNode | null {
    const char = text.charAt(start);
    if (char === '"' || char === "'") return quotedAt(text, start);
    if ('-?:,[]{}#&*!|>%@`'.includes(char) && !(/[-?:]/.test(char) && /[^\s,[\]{}]/.test(text.charAt(start + 1)))) return null;
    let end = start;
    let p = start;
    for (; p < text.length; p++) {
      const one = text.charAt(p);
      if (',[]{}\r\n'.includes(one) || one === '#' && isBlank(text[p - 1])) break;
      if (one === ':' && (isBlank(text[p + 1]) || ',[]{}'.includes(text.charAt(p + 1)))) break;
      if (one === '\t') return null;
      if (one !== ' ') end = p + 1;
    }
    // A plain scalar over lines is the complete reader's.
    if (/[[{]/.test(text.charAt(p)) || end === start || goesOn(p)) return null;
    return { kind: 'scalar', start, end, quote: 'plain', value: resolvePlain(text.slice(start, end)) };
  }

  function goesOn(p: number): boolean {
    if (text[p] !== '\n' && text[p] !== '\r') return false;
    const rest = /(?:\s|#[^\n]*)*/y;
    rest.lastIndex = p;
    const next = text.charAt(p + (rest.exec(text)?.[0].length ?? 0));
    return !',]}'.includes(next);
  }

  return { collection: (start, parent) => collection(start, parent, 0) };
}
