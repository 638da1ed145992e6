/**
 * Paths of path-to-regexp in contract notation, as Express and the routers of Koa take them. Version 0.1 to 6 (`:id?`, `*`, `:id(\\d+)`) and
 * version 8 (`{/:id}`, `/*splat`) do not contradict each other where both have a meaning.
 */
export function pathToRegexp(text: string): string {
  let out = '';
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    const optional = /^\{\/:(\w+)\}/.exec(rest);
    if (optional) { out += `/{${optional[1]}?}`; i += optional[0].length; continue; }
    const splat = /^\{?\/?\*(\w+)\}?/.exec(rest);
    if (splat) { out += `${rest.includes('/') && /^\{?\//.test(rest) ? '/' : ''}{${splat[1]}*}`; i += splat[0].length; continue; }
    const parameter = /^:(\w+)(\((?:[^()]|\([^()]*\))*\))?([?*+])?/.exec(rest);
    if (parameter) {
      out += `{${parameter[1]}${parameter[3] === '?' ? '?' : parameter[3] === undefined ? (parameter[2] === '(*)' || parameter[2] === '(.*)' ? '*' : '') : '*'}}`;
      i += parameter[0].length;
      continue;
    }
    const group = /^\((?:[^()]|\([^()]*\))*\)[?*+]?/.exec(rest);
    if (group) { out += group[0].includes('*') ? '{rest*}' : '{param}'; i += group[0].length; continue; }
    const c = text[i] ?? '';
    if (c === '*') out += '{rest*}';
    else if (c === '\\') { i++; out += text[i] ?? ''; }
    else out += c;
    i++;
  }
  return out;
}
