/** The path of a route file, from the folders between the routes' folder and the file; null when the files there are no routes. */
export function routePath(folders: readonly string[]): string | null {
  const out: string[] = [];
  for (const folder of folders) {
    // Private folders, and routes that are shown in place of others.
    if (folder.startsWith('_') || /^\(\.{1,3}\)/.test(folder)) return null;
    // Groups and slots are no part of the path.
    if (/^\(.*\)$/.test(folder) || folder.startsWith('@')) continue;
    out.push(segment(folder));
  }
  return `/${out.join('/')}`;
}

/** One folder or file name as a path segment: `[id]`, `[...slug]`, `[[...slug]]`. */
export function segment(name: string): string {
  const dynamic = /^\[\[?(\.\.\.)?([^\][]+)\]?\]$/.exec(name);
  if (dynamic) return dynamic[1] === undefined ? `{${dynamic[2]}}` : `{${dynamic[2]}*}`;
  return name.replace(/%5F/gi, '_');
}

/** Whether the path is served without its last part, too: `[[...slug]]`. */
export function endsOptional(file: string): boolean {
  return /\[\[\.\.\.[^\][]+\]\](\/route)?\.\w+$/.test(file);
}
