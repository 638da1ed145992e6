import picomatch from 'picomatch';

/** A test of `exclude` globs for one path. A pattern without a slash speaks for the name in any folder, like a line of .gitignore. */
export function excluder(globs: readonly string[]): (path: string, folder: boolean) => boolean {
  const tests = globs.map((glob) => {
    const pattern = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
    return picomatch(pattern, { dot: true, basename: !pattern.includes('/') });
  });
  return (path, folder) => tests.some(test => test(path) || (folder && test(`${path}/`)));
}

/** Whether a file is left out by `exclude`, by itself or with a folder that it is in. What others import of it is still evaluated. */
export function excludedFiles(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const excluded = excluder(globs);
  const known = new Map<string, boolean>();
  const folder = (path: string): boolean => {
    let answer = known.get(path);
    if (answer === undefined) known.set(path, answer = excluded(path, true) || above(path));
    return answer;
  };
  const above = (path: string): boolean => path.includes('/') && folder(path.slice(0, path.lastIndexOf('/')));
  return file => excluded(file, false) || above(file);
}
