/** Paths of React Router in contract notation; a segment that may be left out and is no parameter gives two. */
export function contractPaths(path: string): readonly string[] {
  let out: readonly string[] = [''];
  for (const part of path.split('/').filter(one => one !== '')) {
    const parameter = /^:([\w-]+)(\?)?(.*)$/.exec(part);
    if (parameter) out = out.map(one => `${one}/{${parameter[1] ?? ''}${parameter[2] ?? ''}}${parameter[3] ?? ''}`);
    else if (part === '*') out = out.map(one => `${one}/{rest*}`);
    else if (part.endsWith('?')) out = out.flatMap(one => [`${one}/${part.slice(0, -1)}`, one]);
    else out = out.map(one => `${one}/${part}`);
  }
  return [...new Set(out.map(one => one === '' ? '/' : one))];
}

/** A part of the name of a flat route: as a part of its path, and as it is written. */
interface Segment { readonly text: string; readonly raw: string }

/** The parts of the name of a flat route (`app_.users.$id[.json]`). */
export function segmentsOf(name: string): readonly Segment[] {
  const out: Segment[] = [];
  let [text, raw, escaped] = ['', '', false];
  const end = (): void => { if (raw !== '') out.push({ text: pathOf(text, raw), raw }); text = ''; raw = ''; };
  for (const c of name) {
    if (!escaped && (c === '.' || c === '/')) { end(); continue; }
    raw += c;
    if (c === '[' && !escaped) escaped = true;
    else if (c === ']' && escaped) escaped = false;
    // What is escaped has no meaning: it is kept apart until the path is made.
    else text += escaped ? String.fromCodePoint(0xE000 + (c.codePointAt(0) ?? 0)) : c;
  }
  end();
  return out;
}

const plain = (text: string): string => [...text].map(c => { const code = c.codePointAt(0) ?? 0; return code >= 0xE000 && code < 0xF8FF ? String.fromCodePoint(code - 0xE000) : c; }).join('');

/** A part in the syntax of paths; empty for what is no part of the path. */
function pathOf(text: string, raw: string): string {
  if (raw.startsWith('_')) return '';
  let part = text.endsWith('_') ? text.slice(0, -1) : text;
  const optional = /^\((.*)\)$/.exec(part);
  if (optional) part = optional[1] ?? '';
  if (part === '$') return '*';
  if (part.startsWith('$')) part = `:${part.slice(1)}`;
  return `${plain(part)}${optional ? '?' : ''}`;
}
