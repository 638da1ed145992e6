/**
 * Fastify's paths (find-my-way) in contract notation. A parameter's name ends at `/`, `-`, `.` or `(`; a pattern in parentheses may follow;
 * `::` is a colon; `*` takes the rest.
 */
export function fastifyPath(text: string): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    const c = text[i] ?? '';
    if (c === ':' && text[i + 1] === ':') { out += ':'; i += 2; continue; }
    const parameter = c === ':' ? /^:([\w$:]+)/.exec(text.slice(i)) : null;
    if (parameter) {
      i += parameter[0].length;
      if (text[i] === '(') i = endOfGroup(text, i);
      const optional = text[i] === '?' && (i + 1 === text.length || text[i + 1] === '/');
      if (optional) i++;
      out += `{${parameter[1] ?? ''}${optional ? '?' : ''}}`;
      continue;
    }
    out += c === '*' ? '{rest*}' : c;
    i++;
  }
  return out;
}

/** Behind the parenthesis that closes the one at a place. */
function endOfGroup(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i + 1;
  }
  return text.length;
}
