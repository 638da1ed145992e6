/**
 * Paths of routes in contract notation, of Express 4 and 5 and of Fastify: `:id`, `:id?`, `:id(\\d+)`, `{/:id}`, `(.*)`, `*`, `*splat`.
 */
export function nestPath(text: string): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    const part = partOf(rest);
    if (part) { out += part.text; i += part.length; continue; }
    const c = text[i] ?? '';
    if (c === '\\') { i++; out += text[i] ?? ''; } else out += c;
    i++;
  }
  return out;
}

function partOf(rest: string): { readonly text: string; readonly length: number } | undefined {
  const optional = /^\{\/:(\w+)\}/.exec(rest);
  if (optional) return { text: `/{${optional[1] ?? ''}?}`, length: optional[0].length };
  const splat = /^\{?(\/?)\*(\w*)\}?/.exec(rest);
  if (splat) return { text: `${splat[1] ?? ''}{${splat[2] === '' ? 'rest' : splat[2] ?? 'rest'}*}`, length: splat[0].length };
  const parameter = /^:(\w+)(\((?:[^()]|\([^()]*\))*\))?([?*+])?/.exec(rest);
  if (parameter) {
    const many = parameter[3] === '*' || parameter[3] === '+' || parameter[2] === '(.*)' || parameter[2] === '(*)';
    return { text: `{${parameter[1] ?? ''}${parameter[3] === '?' ? '?' : many ? '*' : ''}}`, length: parameter[0].length };
  }
  const group = /^\((?:[^()]|\([^()]*\))*\)[?*+]?/.exec(rest);
  return group ? { text: group[0].includes('*') ? '{rest*}' : '{param}', length: group[0].length } : undefined;
}

/** Whether a path is what a pattern of the exact kind names, both in contract notation. */
export function isPathOf(path: string, pattern: string): boolean {
  const given = path.split('/').filter(part => part !== '');
  const wanted = pattern.split('/').filter(part => part !== '');
  for (const [index, part] of wanted.entries()) {
    if (/^\{[^}]*\*\}$/.test(part)) return true;
    const own = given[index];
    if (own === undefined) return part.endsWith('?}');
    if (part === own || (part.startsWith('{') && part.endsWith('}'))) continue;
    // `/users{rest*}`: what begins with it.
    const open = /^([^{]*)\{[^}]*\*\}$/.exec(part);
    if (open) return own.startsWith(open[1] ?? '');
    return false;
  }
  return given.length === wanted.length;
}
