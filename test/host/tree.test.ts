import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realDisk, type Disk } from '../../server/src/host/disk';
import { openTree, type DiskTree, type TreeOptions } from '../../server/src/host/tree';
import { addFiles, folderWith } from './folder';

function open(root: string, options?: TreeOptions): DiskTree {
  const opened = openTree(root, options);
  if (!opened.ok) throw new Error(opened.problem);
  return opened.tree;
}

/** The real disk that answers some paths with an error, because the tests may run as root, whom no permission stops. */
function failing(ends: Readonly<Record<string, string>>): Disk {
  const refuse = (path: string): void => {
    const code = Object.entries(ends).find(([end]) => path.endsWith(end))?.[1];
    if (code !== undefined) throw Object.assign(new Error(`${code}: ${path}`), { code });
  };
  return {
    ...realDisk,
    list: (folder) => { refuse(folder); return realDisk.list(folder); },
    read: (file) => { refuse(file); return realDisk.read(file); },
  };
}

describe('listing', () => {
  it('gives code, documents and project files, sorted, and nothing else', () => {
    const root = folderWith({
      'src/b.ts': '', 'src/a.tsx': '', 'src/c.mts': '', 'src/d.cts': '', 'src/e.js': '', 'src/f.jsx': '', 'src/g.mjs': '', 'src/h.cjs': '', 'src/types.d.ts': '', 'src/x.d.mts': '',
      'openapi.yaml': '', 'api.yml': '', 'package.json': '{}', 'package-lock.json': '{}', 'pnpm-lock.yaml': '', 'tsconfig.build.json': '{}', 'prisma/schema.prisma': '',
      'README.md': '', 'src/page.vue': '', 'src/style.css': '',
    });
    expect(open(root).list()).toEqual([
      'api.yml', 'openapi.yaml', 'package.json', 'prisma/schema.prisma', 'src/a.tsx', 'src/b.ts', 'src/c.mts', 'src/d.cts', 'src/e.js', 'src/f.jsx', 'src/g.mjs', 'src/h.cjs', 'tsconfig.build.json',
    ]);
  });

  it('leaves output and installed packages out, but not a route that is called build', () => {
    const root = folderWith({
      'package.json': '{}', 'dist/a.js': '', 'build/a.js': '', 'out/a.js': '', 'node_modules/x/index.js': '', 'packages/a/node_modules/x/index.js': '', '.next/server/a.js': '', 'coverage/a.js': '',
      'packages/a/package.json': '{}', 'packages/a/build/a.js': '', 'src/routes/build/index.ts': '', 'src/routes/vendor/index.ts': '',
    });
    expect(open(root).list()).toEqual(['package.json', 'packages/a/package.json', 'src/routes/build/index.ts', 'src/routes/vendor/index.ts']);
  });

  it('honours .gitignore files: nested ones, and exceptions in deeper ones', () => {
    const root = folderWith({
      '.gitignore': 'generated/\n*.gen.ts\n/only-here.ts\n', 'generated/a.ts': '', 'src/generated/b.ts': '', 'src/a.gen.ts': '', 'only-here.ts': '', 'src/only-here.ts': '',
      'lib/.gitignore': '!keep.gen.ts\nsecret.ts\n', 'lib/keep.gen.ts': '', 'lib/other.gen.ts': '', 'lib/secret.ts': '', 'lib/deep/secret.ts': '', 'src/secret.ts': '',
    });
    expect(open(root).list()).toEqual(['lib/keep.gen.ts', 'src/only-here.ts', 'src/secret.ts']);
  });

  it('honours the .gitignore of the repository above the folder, unless it ignores the folder itself', () => {
    const repository = folderWith({ '.git/HEAD': '', '.gitignore': 'packages/api/local/\nsandbox/\n', 'packages/api/a.ts': '', 'packages/api/local/b.ts': '', 'sandbox/c.ts': '' });
    expect(open(join(repository, 'packages/api')).list()).toEqual(['a.ts']);
    expect(open(join(repository, 'sandbox')).list()).toEqual(['c.ts']);
    expect(open(repository).list()).toEqual(['packages/api/a.ts']);
  });

  it('honours exclude globs: paths, folders, names anywhere', () => {
    const root = folderWith({ 'a/legacy/x.ts': '', 'legacy/x.ts': '', 'a/x.spec.ts': '', 'a/x.ts': '', 'b/c/x.ts': '', 'b/d/x.ts': '' });
    expect(open(root, { exclude: ['legacy', '*.spec.ts', './b/c/**'] }).list()).toEqual(['a/x.ts', 'b/d/x.ts']);
    expect(open(root, { exclude: ['b/'] }).list()).toEqual(['a/legacy/x.ts', 'a/x.spec.ts', 'a/x.ts', 'legacy/x.ts']);
  });

  it('lists thousands of files quickly', () => {
    const root = folderWith({ '.gitignore': '*.log\n' });
    for (let folder = 0; folder < 60; folder++) {
      mkdirSync(join(root, `f${folder}`));
      for (let file = 0; file < 50; file++) writeFileSync(join(root, `f${folder}/m${file}.ts`), '');
    }
    const start = performance.now();
    expect(open(root).list()).toHaveLength(3000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('links', () => {
  it('that lead in a circle end, and what they show is listed once', () => {
    const root = folderWith({ 'src/a.ts': 'export {};' });
    symlinkSync('..', join(root, 'src/up'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('src', join(root, 'copy'));
    symlinkSync('src/a.ts', join(root, 'b.ts'));
    const tree = open(root);
    expect(tree.list()).toEqual(['src/a.ts']);
    expect(tree.problems()).toEqual([{ file: 'loop', reason: 'is a link that cannot be followed: its links lead in a circle' }]);
    // An import may still come along the link.
    expect(tree.exists('copy/a.ts')).toBe(true);
    expect(tree.read('b.ts')).toEqual({ kind: 'text', text: 'export {};' });
  });

  it('that lead out are not followed, neither by listing nor by reading', () => {
    const outside = folderWith({ 'secret.ts': 'const key = 1;' });
    const root = folderWith({ 'src/a.ts': '' });
    symlinkSync(outside, join(root, 'src/out'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'src/s.ts'));
    const tree = open(root);
    expect(tree.list()).toEqual(['src/a.ts']);
    expect(tree.problems().map(({ file }) => file).sort()).toEqual(['src/out', 'src/s.ts']);
    for (const file of ['src/out/secret.ts', 'src/s.ts']) {
      expect(tree.exists(file)).toBe(false);
      expect(tree.read(file)).toEqual({ kind: 'skipped', reason: 'is a link that leads out of the folder and was not followed' });
    }
    expect(tree.read('../x.ts')).toEqual({ kind: 'missing' });
    expect(tree.exists('src/../../x.ts')).toBe(false);
  });

  it('to nothing are told when they are named like code', () => {
    const root = folderWith({ 'a.ts': '' });
    symlinkSync('gone.ts', join(root, 'b.ts'));
    symlinkSync('user@host.123', join(root, '.#a'));
    expect(open(root).problems()).toEqual([{ file: 'b.ts', reason: 'is a link to something that does not exist' }]);
  });

  it('may be the root itself', () => {
    const root = folderWith({ 'real/a.ts': 'x' });
    symlinkSync('real', join(root, 'link'));
    const tree = open(join(root, 'link'));
    expect(tree.list()).toEqual(['a.ts']);
    expect(tree.read('a.ts')).toEqual({ kind: 'text', text: 'x' });
  });
});

describe('what cannot be read', () => {
  it('a folder: the rest is listed, the folder is told', () => {
    const root = folderWith({ 'a/x.ts': '', 'b/x.ts': '' });
    const tree = open(root, { disk: failing({ '/a': 'EACCES' }) });
    expect(tree.list()).toEqual(['b/x.ts']);
    expect(tree.problems()).toEqual([{ file: 'a', reason: 'the folder cannot be read: permission denied' }]);
  });

  it('a .gitignore: told, and nothing is ignored by it', () => {
    const root = folderWith({ '.gitignore': 'a.ts', 'a.ts': '' });
    const tree = open(root, { disk: failing({ '.gitignore': 'EACCES' }) });
    expect(tree.list()).toEqual(['a.ts']);
    expect(tree.problems()).toEqual([{ file: '.gitignore', reason: 'cannot be read, so its rules were not used: permission denied' }]);
  });

  it('a file: skipped with the reason', () => {
    const root = folderWith({ 'a.ts': '' });
    expect(open(root, { disk: failing({ 'a.ts': 'EACCES' }) }).read('a.ts')).toEqual({ kind: 'skipped', reason: 'cannot be read: permission denied' });
  });

  it('a root that is missing, a file, or refused', () => {
    const root = folderWith({ 'a.ts': '' });
    expect(openTree(join(root, 'none'))).toEqual({ ok: false, problem: `The folder ${join(root, 'none')} cannot be read: it does not exist.` });
    expect(openTree(join(root, 'a.ts'))).toEqual({ ok: false, problem: `${join(root, 'a.ts')} is not a folder; name the folder that holds the code.` });
    expect(openTree(root, { disk: failing({ [root]: 'EACCES' }) })).toEqual({ ok: false, problem: `The folder ${root} cannot be read: permission denied.` });
  });
});

describe('reading', () => {
  it('skips what is not UTF-8 text, with the reason', () => {
    const root = folderWith({ 'latin.ts': Buffer.from('const a = "\xe9";', 'latin1'), 'wide.ts': Buffer.from('\ufeffconst a', 'utf16le'), 'video.ts': Buffer.from([71, 0, 1]), 'ok.ts': 'const é = "日本";' });
    const tree = open(root);
    expect(tree.read('latin.ts')).toEqual({ kind: 'skipped', reason: 'is not UTF-8 text' });
    expect(tree.read('wide.ts')).toEqual({ kind: 'skipped', reason: 'is not UTF-8 text' });
    expect(tree.read('video.ts')).toEqual({ kind: 'skipped', reason: 'is not text' });
    expect(tree.read('ok.ts')).toEqual({ kind: 'text', text: 'const é = "日本";' });
  });

  it('skips a 5 MB bundle and minified code, but not a document on one line', () => {
    const line = 'function a(){return 1};'.repeat(4000);
    const root = folderWith({ 'bundle.js': line.repeat(55), 'app.min.js': line, 'long.js': `${'const a = 1;\n'.repeat(9000)}`, 'openapi.json': `{"a":"${line}"}`, 'short.js': 'a'.repeat(40_000) });
    const tree = open(root);
    expect(tree.read('bundle.js')).toEqual({ kind: 'skipped', reason: 'is larger than 2 MB (5.1 MB)' });
    expect(tree.read('app.min.js')).toEqual({ kind: 'skipped', reason: 'is minified' });
    for (const file of ['long.js', 'openapi.json', 'short.js']) expect(tree.read(file).kind).toBe('text');
  });

  it('takes a byte order mark off', () => {
    expect(open(folderWith({ 'a.ts': '\ufeffx' })).read('a.ts')).toEqual({ kind: 'text', text: 'x' });
  });

  it('calls a file that was deleted during the scan missing', () => {
    const root = folderWith({ 'a.ts': '', 'b.ts': '' });
    const tree = open(root);
    expect(tree.list()).toEqual(['a.ts', 'b.ts']);
    rmSync(join(root, 'a.ts'));
    expect(tree.read('a.ts')).toEqual({ kind: 'missing' });
    expect(tree.problems()).toEqual([]);
  });

  it('calls a folder that vanished between its listing and its reading nothing at all', () => {
    const tree = open(folderWith({ 'a/x.ts': '', 'b.ts': '' }), { disk: failing({ '/a': 'ENOENT' }) });
    expect(tree.list()).toEqual(['b.ts']);
    expect(tree.problems()).toEqual([]);
  });
});

describe('asking for names', () => {
  const files = { 'src/a.ts': '', 'src/types.d.ts': '', 'src/sub/b.ts': '', 'node_modules/x/index.js': '', '.gitignore': 'made.ts', 'made.ts': '' };

  it('exists is about files inside the root, listed or not, without installed packages', () => {
    const tree = open(folderWith(files));
    expect(['src/a.ts', 'src/types.d.ts', 'made.ts', './src/../src/a.ts'].map(tree.exists)).toEqual([true, true, true, true]);
    expect(['src', 'src/A.ts', 'src/none/x.ts', 'node_modules/x/index.js', ''].map(tree.exists)).toEqual([false, false, false, false, false]);
  });

  it('entries marks folders', () => {
    const tree = open(folderWith(files));
    expect(tree.entries('')).toEqual(['.gitignore', 'made.ts', 'src/']);
    expect(tree.entries('src')).toEqual(['a.ts', 'sub/', 'types.d.ts']);
    expect(tree.entries('src/sub/')).toEqual(['b.ts']);
    expect(tree.entries('nowhere')).toEqual([]);
    expect(tree.entries('..')).toEqual([]);
  });

  it('changes are seen after invalidate', () => {
    const root = folderWith({ 'src/a.ts': '' });
    const tree = open(root);
    expect([tree.list(), tree.exists('src/new/c.ts')]).toEqual([['src/a.ts'], false]);
    addFiles(root, { 'src/new/c.ts': '' });
    tree.invalidate(['src/new/c.ts']);
    expect([tree.list(), tree.exists('src/new/c.ts'), tree.entries('src')]).toEqual([['src/a.ts', 'src/new/c.ts'], true, ['a.ts', 'new/']]);
    rmSync(join(root, 'src/new'), { recursive: true });
    tree.invalidate(['src/new']);
    expect([tree.list(), tree.exists('src/new/c.ts')]).toEqual([['src/a.ts'], false]);
    // A watcher may name only the folder that came.
    addFiles(root, { 'src/new/d.ts': '' });
    tree.invalidate(['src/new']);
    expect([tree.list(), tree.exists('src/new/d.ts')]).toEqual([['src/a.ts', 'src/new/d.ts'], true]);
    addFiles(root, { '.gitignore': '*.ts' });
    tree.invalidate(['.gitignore']);
    expect(tree.list()).toEqual([]);
  });

  it('a file that is saved in place does not list everything again', () => {
    const root = folderWith({ 'src/a.ts': '', 'b/c.ts': '' });
    let lists = 0;
    const tree = open(root, { disk: { ...realDisk, list: (folder) => { lists++; return realDisk.list(folder); } } });
    tree.list();
    const before = lists;
    tree.invalidate(['src/a.ts', 'dist/x.js', 'notes.md']);
    tree.list();
    expect(lists).toBe(before);
  });
});
