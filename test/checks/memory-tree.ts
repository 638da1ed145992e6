import type { SourceTree } from '../../server/src/engine/api';

/** A source tree in memory: path → text. */
export function memoryTree(files: Readonly<Record<string, string>>): SourceTree {
  const names = Object.keys(files).sort();
  return {
    root: '/fixture',
    list: () => names,
    read: (file) => { const text = files[file]; return text === undefined ? { kind: 'missing' } : { kind: 'text', text }; },
    exists: (file) => file in files,
    entries: (folder) => {
      const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/$/, '')}/`;
      const below = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
      return [...new Set(below.map((name) => (name.includes('/') ? name.slice(0, name.indexOf('/') + 1) : name)))].sort();
    },
    problems: () => [],
  };
}
