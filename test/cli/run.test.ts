import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/src/model/config';
import { folderWith } from '../host/folder';
import { run, standIn } from './stand-in';

type Json = { readonly root: string; readonly findings: readonly { readonly file: string; readonly message: string; readonly fixes: readonly unknown[] }[]; readonly coverage: { readonly files: number; readonly skipped: readonly unknown[] } };
const parse = (text: string): Json => JSON.parse(text) as Json;
const project = { '.git/HEAD': '', 'src/a.ts': 'ROUTE /a\nBAD\n', 'src/b.ts': 'ROUTE /b\n', 'lib/c.ts': 'BAD\n' };

describe('exit codes', () => {
  it('0 without findings, 1 with findings at or above --fail-on', async () => {
    const bad = folderWith({ 'a.ts': 'BAD' });
    const note = folderWith({ 'a.ts': 'NOTE' });
    const code = async (root: string, ...args: readonly string[]): Promise<number> => (await run(root, args)).code;
    expect(await code(folderWith({ 'a.ts': '' }))).toBe(0);
    expect([await code(bad), await code(bad, '--fail-on', 'warning'), await code(bad, '--fail-on', 'never')]).toEqual([1, 1, 0]);
    expect([await code(note), await code(note, '--fail-on=warning'), await code(note, '--fail-on', 'info')]).toEqual([0, 0, 1]);
  });

  it('suppressed findings do not fail it, and are not repaired', async () => {
    const root = folderWith({ 'a.ts': 'HUSH' });
    const ran = await run(root, ['--fix', '--fail-on', 'info']);
    expect([ran.code, ran.out]).toEqual([0, 'No findings, 1 suppressed; 0 endpoints in 1 file.\n']);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('HUSH');
  });

  it('the inventory fails for findings only when it is told to', async () => {
    const bad = folderWith({ 'a.ts': 'BAD' });
    expect([(await run(bad, ['inventory'])).code, (await run(bad, ['inventory', '--fail-on', 'error'])).code]).toEqual([0, 1]);
  });

  const usage: readonly (readonly [readonly string[], string])[] = [
    [['--bogus'], "Unknown option '--bogus'."],
    [['check', '--format', 'junit'], "Option '--format <format>' argument 'junit' is invalid. check of this version has the formats text, json, sarif and markdown."],
    [['inventory', '--format', 'sarif'], "Option '--format <format>' argument 'sarif' is invalid. inventory of this version has the formats table, json, csv and markdown."],
    [['--fail-on', 'fatal'], "Option '--fail-on <severity>' argument 'fatal' is invalid. Allowed choices are error, warning, info, never."],
    [['--output'], "Option '--output <file>' argument missing."],
    [['none'], 'none cannot be read: it does not exist.'],
    [['diff', 'HEAD~1', '--format', 'json'], 'The command diff does not exist in this version; it has check, inventory, explain and lsp.'],
    [['mcp'], 'The command mcp does not exist in this version; it has check, inventory, explain and lsp.'],
    [['explain'], "Missing required argument 'subject'."],
    [['explain', 'auth/nothing'], 'auth/nothing is no check of this version; give the id of a check, such as auth/missing-authentication, or an endpoint, such as "GET /users/{id}".'],
    [['explain', 'GET /nothing', '--quiet'], 'There is no endpoint GET /nothing; the command inventory lists them all.'],
    [['--baseline', 'b.json'], '--baseline does not exist in this version; leave it out.'],
    [['inventory', '--changed-since', 'main', '.'], '--changed-since does not exist in this version; leave it out.'],
    [['inventory', '--fix'], "Unknown option '--fix'."],
    [['lsp'], 'Say how the editor talks to the server: routewarden lsp --stdio.'],
    [['lsp', '--stdio', 'extra'], "Too many arguments for 'lsp'. Expected 0 arguments but got 1."],
    [['--config', 'none.json'], 'The configuration none.json cannot be read: it does not exist.'],
  ];
  it.each(usage)('2 with one line for %j', async (args, sentence) => {
    const ran = await run(folderWith({ 'a.ts': '' }), args);
    expect(ran).toEqual({ code: 2, out: '', err: `routewarden: ${sentence}\n` });
  });

  it('0 for an explanation, whatever was found', async () => {
    const root = folderWith({ 'a.ts': 'ROUTE /a BAD' });
    const ran = await run(root, ['explain', 'get /a', '--quiet']);
    expect([ran.code, ran.err, ran.out.split('\n')[0]]).toEqual([0, '', 'GET /a  express  a.ts:1']);
    expect((await run(root, ['explain', 'POST /a', '--quiet'])).err).toBe('routewarden: There is no endpoint POST /a; did you mean GET /a?\n');
    expect((await run(root, ['explain', 'auth/missing-authentication'])).out).toContain('Why it matters');
    expect([(await run(root, ['explain', 'GET /a', '--output', 'a.txt', '--quiet'])).out, readFileSync(join(root, 'a.txt'), 'utf8')]).toEqual(['', ran.out]);
  });

  it('2 for a broken configuration, with file and line', async () => {
    const root = folderWith({ 'routewarden.config.json': '{\n  "presett": "all",\n  "excluded": []\n}', 'a.ts': 'BAD' });
    expect(await run(root, [])).toEqual({ code: 2, out: '', err: 'routewarden: routewarden.config.json, line 2: "presett" is not a key of the configuration; the nearest valid key is "preset". There is 1 more problem in it.\n' });
    const check = folderWith({ 'routewarden.config.json': '{"checks":{"auth/missing-authentification":"off"}}' });
    expect((await run(check, [])).err).toContain('the nearest is "auth/missing-authentication"');
  });

  it('2 when the analysis does not complete: nothing is reported', async () => {
    const root = folderWith({ 'a.ts': 'BAD' });
    const failing = await run(root, ['--format', 'json'], { createWorkspace: async () => { throw new Error('out of\nfuel'); } });
    expect(failing).toEqual({ code: 2, out: '', err: 'routewarden: The analysis did not complete: out of\\nfuel\n' });
    const aborted = await run(root, [], { createWorkspace: async (tree, config) => ({ ...standIn(tree, config), scan: async () => false }) });
    expect([aborted.code, aborted.out]).toEqual([2, '']);
  });
});

describe('what is analysed and what is reported', () => {
  it('one folder is the root, unless it is a part of the project here: then the rest is analysed with it', async () => {
    const part = folderWith(project);
    const narrowed = parse((await run(part, ['check', 'src', '--format', 'json'])).out);
    expect([narrowed.root, narrowed.findings.map(({ file }) => file), narrowed.coverage.files]).toEqual([part, ['src/a.ts'], 3]);
    const root = folderWith({ ...project, 'src/package.json': '{}' });
    const ran = parse((await run(root, ['check', 'src', '--format', 'json'])).out);
    expect([ran.root, ran.findings.map(({ file }) => file), ran.coverage.files]).toEqual([join(root, 'src'), ['a.ts'], ['a.ts', 'b.ts', 'package.json'].length]);
  });

  it('files and several folders are parts of the whole', async () => {
    const root = folderWith(project);
    const ran = parse((await run(root, ['src/b.ts', 'lib', '--format=json'])).out);
    expect([ran.root, ran.findings.map(({ file }) => file), ran.coverage.files]).toEqual([root, ['lib/c.ts'], 3]);
    const inventory = JSON.parse((await run(root, ['inventory', 'src/b.ts', '--format=json'])).out) as { endpoints: { id: string }[] };
    expect(inventory.endpoints.map(({ id }) => id)).toEqual(['GET /b']);
  });

  it('findings outside of the part do not fail it', async () => {
    const root = folderWith(project);
    expect([(await run(root, ['src/b.ts'])).code, (await run(root, ['src/a.ts'])).code]).toEqual([0, 1]);
  });

  it('the configuration decides what is left out; --preset wins over it', async () => {
    const root = folderWith({ ...project, 'routewarden.config.json': '{"exclude":["lib"],"preset":"all"}' });
    const seen: Config[] = [];
    const parts = { createWorkspace: async (tree: Parameters<typeof standIn>[0], config: Config) => { seen.push(config); return standIn(tree, config); } };
    expect(parse((await run(root, ['--format', 'json'], parts)).out).findings.map(({ file }) => file)).toEqual(['src/a.ts']);
    await run(root, ['--preset', 'strict'], parts);
    expect(seen.map(({ preset }) => preset)).toEqual(['all', 'strict']);
    expect(seen[0]?.today).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('skipped files are listed and counted, and do not fail it', async () => {
    const root = folderWith({ 'a.ts': 'ok', 'b.ts': Buffer.from([0xff]), 'app.min.js': 'x'.repeat(60_000) });
    symlinkSync('loop', join(root, 'loop'));
    const ran = await run(root, ['--format', 'json']);
    expect([ran.code, parse(ran.out).coverage.skipped]).toEqual([0, [
      { file: 'app.min.js', reason: 'is minified' }, { file: 'b.ts', reason: 'is not UTF-8 text' }, { file: 'loop', reason: 'is a link that cannot be followed: its links lead in a circle' },
    ]]);
    expect((await run(root, [])).out).toBe('No findings; 0 endpoints in 3 files; 3 files skipped (--format markdown lists them).\n');
  });
});

describe('where the report goes', () => {
  it('check is the default command; every format comes out', async () => {
    const root = folderWith(project);
    expect((await run(root, [])).out).toContain('  2:1      error    BAD is here.  auth/missing-authentication\n');
    expect((await run(root, ['--format', 'sarif'])).out).toContain('"version": "2.1.0"');
    expect((await run(root, ['check', '--format', 'markdown'])).out).toContain('# API findings');
    expect((await run(root, ['inventory'])).out).toContain('2 endpoints in 1 application');
    expect((await run(root, ['inventory', '--format', 'csv'])).out).toMatch(/^method,path.*\r\nGET,\/a,/);
    expect((await run(root, ['inventory', '--format', 'markdown'])).out).toContain('# API inventory');
  });

  it('standard output carries the report only', async () => {
    const root = folderWith(project);
    const ran = await run(root, ['--format', 'json']);
    expect(parse(ran.out).findings).toHaveLength(2);
    expect(ran.err).toBe('');
  });

  it('a file gets it instead, without colours', async () => {
    const root = folderWith(project);
    const terminal = { stdout: { write: async () => { throw new Error('written to standard output'); }, terminal: true, colour: true, columns: 40 } };
    const ran = await run(root, ['--output', 'report.txt'], terminal);
    expect([ran.code, ran.err]).toEqual([1, 'The report is in report.txt.\n']);
    expect(readFileSync(join(root, 'report.txt'), 'utf8')).toMatch(/^lib\/c.ts\n {2}1:1 {6}error {4}BAD/);
    expect((await run(root, ['--output', 'report.txt', '--quiet'])).err).toBe('');
    expect(await run(root, ['--output', 'none/report.txt'])).toEqual({ code: 2, out: '', err: `routewarden: The report was not written to ${join(root, 'none/report.txt')}: its folder does not exist.\n` });
  });

  it('progress is for terminals, and cleans up after itself', async () => {
    const root = folderWith({ 'src/\u001bx.ts': '' });
    let err = '';
    const stderr = { write: async (text: string) => { err += text; }, terminal: true, colour: false, columns: 60 };
    let clock = 0;
    await run(root, [], { stderr, now: () => (clock += 1000) });
    expect(err).toContain('1/1 src/\\x1bx.ts');
    expect(err.endsWith('\r\u001b[K')).toBe(true);
    err = '';
    await run(root, ['--quiet'], { stderr });
    expect(err).toBe('');
  });

  it('help and version are the report that was asked for', async () => {
    const help = await run('/', ['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    for (const word of ['check', 'inventory', 'lsp', 'Exit codes']) expect(help.out).toContain(word);
    expect(help.out).not.toMatch(/baseline|mcp/);
    expect((await run('/', ['inventory', '--help'])).out).toContain('table, json, csv, markdown');
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await run('/', ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('lsp --stdio starts the server and says nothing of its own', async () => {
    expect(await run('/', ['lsp', '--stdio'])).toEqual({ code: 0, out: 'server', err: '' });
  });
});

describe('--fix', () => {
  it('applies the safe fixes, a shared edit once, and reports what is left', async () => {
    const root = folderWith({ 'a.ts': 'x BAD BAD\r\nRISKY\r\n', 'b.ts': '\ufeffBAD\n', 'c.ts': 'nothing' });
    const ran = await run(root, ['--fix']);
    expect(ran.code).toBe(1);
    expect(ran.err).toBe('3 findings fixed in 2 files.\n');
    expect(ran.out).toContain('RISKY is here.');
    expect(ran.out).not.toContain('BAD is here.');
    expect(['a.ts', 'b.ts', 'c.ts'].map(file => readFileSync(join(root, file), 'utf8'))).toEqual(['// repaired\nx GOOD GOOD\r\nRISKY\r\n', '\ufeff// repaired\nGOOD\n', 'nothing']);
    expect((await run(folderWith({ 'a.ts': 'BAD' }), ['--fix'])).code).toBe(0);
  });

  it('ends although a fix does not remove its finding', async () => {
    const root = folderWith({ 'a.ts': 'STUCK BAD' });
    expect((await run(root, ['--fix'])).out).toContain('STUCK is here.');
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('// repaired\nSTUCK GOOD');
  });

  it('only touches the part that was asked for', async () => {
    const root = folderWith(project);
    await run(root, ['src/a.ts', '--fix']);
    expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toContain('GOOD');
    expect(readFileSync(join(root, 'lib/c.ts'), 'utf8')).toBe('BAD\n');
  });

  it('does not write over what changed meanwhile, and says so', async () => {
    const root = folderWith({ 'a.ts': 'BAD', 'b.ts': 'BAD' });
    const ran = await run(root, ['--fix'], {
      createWorkspace: async (tree, config) => {
        const workspace = standIn(tree, config);
        const stale = workspace.snapshot();
        // What a.ts was when it was analysed is no longer what stands there.
        return { ...workspace, snapshot: () => ({ ...stale, text: file => file === 'a.ts' ? 'BAD!' : stale.text(file) }) };
      },
    });
    expect([ran.code, ran.err]).toEqual([2, '1 finding fixed in 1 file.\nroutewarden: a.ts was not changed: it is not what it was when it was analysed.\n']);
    expect(['a.ts', 'b.ts'].map(file => readFileSync(join(root, file), 'utf8'))).toEqual(['BAD', '// repaired\nGOOD']);
  });

  it('never writes outside of the root', async () => {
    const outside = folderWith({ 'x.ts': 'BAD' });
    const root = folderWith({ 'a.ts': 'BAD' });
    symlinkSync(join(outside, 'x.ts'), join(root, 'x.ts'));
    await run(root, ['--fix']);
    expect(readFileSync(join(outside, 'x.ts'), 'utf8')).toBe('BAD');
  });

  it('--fix-dry-run prints the diff and writes nothing', async () => {
    const root = folderWith({ 'src/a.ts': 'one\nBAD\nthree\n', 'b.ts': 'RISKY\n' });
    const ran = await run(root, ['--fix-dry-run']);
    expect(ran.out).toBe('--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,3 +1,4 @@\n+// repaired\n one\n-BAD\n+GOOD\n three\n');
    expect([ran.code, ran.err]).toEqual([1, '1 finding would be fixed in 1 file; nothing was written.\n']);
    expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('one\nBAD\nthree\n');
    expect(existsSync(join(root, 'src/a.ts.orig'))).toBe(false);
    expect(await run(folderWith({ 'a.ts': '' }), ['--fix-dry-run', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  });
});
