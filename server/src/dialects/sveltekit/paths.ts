/** The path of a route from its folders, as SvelteKit reads them: groups are no part of it, `[x+2e]` is a character. */
export function routePath(folders: readonly string[]): string {
  return `/${folders.filter(folder => folder !== '' && !/^\([^)]+\)$/.test(folder)).map(segment).join('/')}`;
}

/** One folder as a part of a path: `[id]`, `[id=integer]`, `[[lang]]`, `[...rest]`, `report-[year].[format]`. */
export function segment(folder: string): string {
  const rest = /^\[\.\.\.(\w+)(?:=\w+)?\]$/.exec(folder);
  if (rest) return `{${rest[1] ?? ''}*}`;
  const optional = /^\[\[(\w+)(?:=\w+)?\]\]$/.exec(folder);
  if (optional) return `{${optional[1] ?? ''}?}`;
  return folder.replace(/\[\[?(.+?)\]?\](?!\])/g, (_all, content: string) => {
    if (content.startsWith('x+')) return String.fromCharCode(Number.parseInt(content.slice(2), 16));
    if (content.startsWith('u+')) return String.fromCharCode(...content.slice(2).split('-').map(code => Number.parseInt(code, 16)));
    const [, many, name = ''] = /^(\.\.\.)?(\w+)/.exec(content) ?? [];
    return `{${name}${many === undefined ? '' : '*'}}`;
  });
}
