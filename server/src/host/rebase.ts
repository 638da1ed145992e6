import picomatch from 'picomatch';

/**
 * A glob of a configuration file as seen from a folder below that file: `packages/api/src/**` seen from `packages/api` is `src/**`. Several where
 * `**` can stand for more or less, none where the glob cannot speak for anything in there. `below` is the folder's path from the file,
 * empty when they are the same.
 */
export function rebaseGlob(glob: string, below: string): readonly string[] {
  const pattern = glob.replace(/^\.\//, '');
  // Without a slash it speaks for a name anywhere; braces over slashes cannot be cut.
  if (below === '' || !pattern.includes('/') || /\{[^}]*\//.test(pattern)) return [pattern];
  return [...new Set(cut(pattern.split('/'), below.split('/')))];
}

/** What is left of a pattern after the folders of a path. */
function cut(pattern: readonly string[], folders: readonly string[]): readonly string[] {
  const [first, ...rest] = pattern;
  const [folder, ...deeper] = folders;
  if (first === undefined) return ['**'];
  if (folder === undefined) return [pattern.join('/')];
  if (first === '**') return [...cut(pattern, deeper), ...cut(rest, folders)];
  return picomatch.isMatch(folder, first, { dot: true }) ? cut(rest, deeper) : [];
}
