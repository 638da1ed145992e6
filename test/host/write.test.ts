import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveTargets } from '../../server/src/host/targets';
import { writeReport, writeSource } from '../../server/src/host/write';
import { folderWith } from './folder';

describe('writing a source file', () => {
  it('replaces it at once and keeps mode and byte order mark', () => {
    const root = folderWith({ 'src/a.ts': '\ufeffold' });
    chmodSync(join(root, 'src/a.ts'), 0o755);
    expect(writeSource(root, 'src/a.ts', 'new')).toBeNull();
    expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('\ufeffnew');
    expect(statSync(join(root, 'src/a.ts')).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(root, 'src'))).toEqual(['a.ts']);
  });

  it('follows a link inside the root and refuses one that leads out', () => {
    const outside = folderWith({ 'x.ts': 'theirs' });
    const root = folderWith({ 'real.ts': 'old' });
    symlinkSync('real.ts', join(root, 'link.ts'));
    symlinkSync(join(outside, 'x.ts'), join(root, 'out.ts'));
    expect(writeSource(root, 'link.ts', 'new')).toBeNull();
    expect([lstatSync(join(root, 'link.ts')).isSymbolicLink(), readFileSync(join(root, 'real.ts'), 'utf8')]).toEqual([true, 'new']);
    expect(writeSource(root, 'out.ts', 'mine')).toBe('out.ts was not changed: it is a link that leads out of the folder.');
    expect(writeSource(root, '../x.ts', 'mine')).toBe('../x.ts was not changed: it does not exist.');
    expect(readFileSync(join(outside, 'x.ts'), 'utf8')).toBe('theirs');
  });

  it('says why a file could not be changed', () => {
    expect(writeSource(folderWith({}), 'none.ts', '')).toBe('none.ts was not changed: it does not exist.');
  });
});

describe('writing a report', () => {
  it('makes the file or replaces it; a folder and a missing folder are refused', () => {
    const root = folderWith({ 'old.json': 'a long old text' });
    expect(writeReport(join(root, 'old.json'), 'new')).toBeNull();
    expect(writeReport(join(root, 'fresh.json'), 'new')).toBeNull();
    expect(['old.json', 'fresh.json'].map(file => readFileSync(join(root, file), 'utf8'))).toEqual(['new', 'new']);
    expect(writeReport(root, 'x')).toBe(`The report was not written: ${root} is a folder.`);
    expect(writeReport(join(root, 'none/x'), 'x')).toBe(`The report was not written to ${join(root, 'none/x')}: its folder does not exist.`);
    expect(writeReport('/dev/null', 'x')).toBeNull();
  });
});

describe('what a command line is about', () => {
  const files = { 'package.json': '{}', 'src/a.ts': '', 'src/b.ts': '', 'lib/c.ts': '' };

  it('nothing is the current folder, one folder is the root', () => {
    const root = folderWith({ 'src/a.ts': '', 'api/package.json': '{}', 'api/src/a.ts': '' });
    expect(resolveTargets([], root)).toEqual({ ok: true, root, parts: [] });
    expect(resolveTargets(['src'], root)).toEqual({ ok: true, root: join(root, 'src'), parts: [] });
    expect(resolveTargets(['api'], root)).toEqual({ ok: true, root: join(root, 'api'), parts: [] });
    expect(resolveTargets([join(root, 'api/src')], join(root, 'src'))).toEqual({ ok: true, root: join(root, 'api/src'), parts: [] });
  });

  it('one folder inside of the project in the current folder is a part of it: its guards and prefixes stand elsewhere', () => {
    const root = folderWith({ ...files, 'api/package.json': '{}', 'api/src/a.ts': '' });
    expect(resolveTargets(['src'], root)).toEqual({ ok: true, root, parts: ['src'] });
    expect(resolveTargets(['.'], root)).toEqual({ ok: true, root, parts: [] });
    expect(resolveTargets(['api'], root)).toEqual({ ok: true, root: join(root, 'api'), parts: [] });
    expect(resolveTargets(['api/src'], root)).toEqual({ ok: true, root, parts: ['api/src'] });
  });

  it('files and several paths are parts of the current folder', () => {
    const root = folderWith(files);
    expect(resolveTargets(['src/a.ts'], root)).toEqual({ ok: true, root, parts: ['src/a.ts'] });
    expect(resolveTargets(['src', 'lib/c.ts'], root)).toEqual({ ok: true, root, parts: ['src', 'lib/c.ts'] });
    expect(resolveTargets(['.', 'src'], root)).toEqual({ ok: true, root, parts: [] });
  });

  it('outside of the current folder the project around them is the root', () => {
    const root = folderWith(files);
    mkdirSync(join(root, 'elsewhere'));
    expect(resolveTargets(['../src/a.ts'], join(root, 'elsewhere'))).toEqual({ ok: true, root, parts: ['src/a.ts'] });
    expect(resolveTargets(['../src', '../lib'], join(root, 'elsewhere'))).toEqual({ ok: true, root, parts: ['src', 'lib'] });
  });

  it('a path that does not exist is named', () => {
    expect(resolveTargets(['src', 'none'], folderWith(files))).toEqual({ ok: false, problem: 'none cannot be read: it does not exist.' });
  });
});
