/** The path of a file below `src/pages/`, as Astro reads its name; null for what is no endpoint. */
export function pagePath(inside: string): string | null {
  const parts = inside.replace(/\.[cm]?[jt]s$/, '').split('/');
  // Files and folders with an underscore are no pages.
  if (parts.some(part => part.startsWith('_'))) return null;
  if (parts[parts.length - 1] === 'index') parts.pop();
  return `/${parts.map(part => part.replace(/\[(\.\.\.)?([^\]]+)\]/g, (_all, many: string | undefined, name: string) => `{${name}${many === undefined ? '' : '*'}}`)).join('/')}`;
}
