import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig, loadConfig, localDate, type ConfigRequest } from '../../server/src/host/config';
import manifest from '../../package.json';
import { defaultConfig, presets, type Config } from '../../server/src/model/config';
import { fieldTerms } from '../../server/src/model/lexicon/field-terms';
import schema from '../../server/schema/routewarden.config.schema.json';
import { addFiles, folderWith } from './folder';

const name = 'routewarden.config.json';
const today = '2026-05-04';

async function config(root: string, more: Partial<ConfigRequest> = {}): Promise<Config> {
  const loaded = await loadConfig({ root, today, ...more });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.config;
}

/** The sentences about a configuration of this text. */
async function problems(text: string, more: Partial<ConfigRequest> = {}): Promise<readonly string[]> {
  const loaded = await loadConfig({ root: folderWith({ [name]: text }), today, ...more });
  return loaded.ok ? [] : loaded.problems.map(({ message }) => message);
}

describe('finding a configuration', () => {
  it('nearest file wins, upwards to the repository', async () => {
    const root = folderWith({ '.git/HEAD': '', [name]: '{"preset":"all"}', [`a/${name}`]: '{"preset":"strict"}', 'a/b/x.ts': '', 'c/x.ts': '' });
    expect([await config(join(root, 'a/b')), await config(join(root, 'c'))].map(({ preset }) => preset)).toEqual(['strict', 'all']);
  });

  it('does not leave the repository', () => {
    const root = folderWith({ [name]: '{}', 'repository/.git/HEAD': '', 'repository/src/x.ts': '' });
    expect(findConfig(join(root, 'repository/src'))).toBeUndefined();
    expect(findConfig(root)).toBe(join(root, name));
  });

  it('without a file there are the defaults, and the preset that was asked for', async () => {
    const root = folderWith({ '.git/HEAD': '' });
    expect(await config(root)).toEqual(defaultConfig(today));
    expect(await config(root, { preset: 'strict' })).toEqual({ ...defaultConfig(today), preset: 'strict' });
  });

  it('--config and --preset win over the nearest file and over what it says', async () => {
    const root = folderWith({ [name]: '{"preset":"all"}', 'other/mine.json': '{"preset":"strict","exclude":["a/**"]}' });
    expect((await config(root, { file: 'mine.json', cwd: join(root, 'other') })).preset).toBe('strict');
    expect((await config(root, { preset: 'recommended' })).preset).toBe('recommended');
    const missing = await loadConfig({ root, cwd: root, file: 'none.json' });
    expect(missing).toMatchObject({ ok: false, problems: [{ message: 'The configuration none.json cannot be read: it does not exist.', range: null }] });
  });

  it('gives the local date', () => {
    expect(localDate(new Date(2026, 0, 2, 23, 59))).toBe('2026-01-02');
  });
});

describe('reading a configuration', () => {
  it('takes every key of the contract, short forms and comments', async () => {
    const root = folderWith({ [name]: `{
      // why
      "$schema": "./x.json",
      "preset": "strict",
      "checks": { "auth/missing-authentication": "error", "drift/*": "off" },
      "overrides": [{ "files": ["src/internal/**"], "checks": { "auth/*": "info" } }],
      "specs": ["openapi.yaml", { "document": "admin.json", "root": "packages/admin", "basePath": "/admin" }],
      "public": [{ "endpoint": "GET /health", "reason": "probes" }],
      "auth": { "guards": ["requireUser", { "name": "adminOnly", "mechanisms": ["session"], "roles": ["admin"] }] },
      "sensitive": { "add": { "badge": "government-id" }, "remove": ["salt"] },
      "assume": { "API_PREFIX": "/api" },
      "exclude": ["legacy/**"],
      "baseline": "baseline.json",
    }` });
    expect(await config(root)).toEqual({
      preset: 'strict',
      checks: { 'auth/missing-authentication': 'error', 'drift/*': 'off' },
      overrides: [{ files: ['src/internal/**'], checks: { 'auth/*': 'info' } }],
      specs: [{ document: 'openapi.yaml', root: null, basePath: null }, { document: 'admin.json', root: 'packages/admin', basePath: '/admin' }],
      public: [{ endpoint: 'GET /health', reason: 'probes' }],
      auth: { guards: [{ name: 'requireUser', mechanisms: [], roles: [] }, { name: 'adminOnly', mechanisms: ['session'], roles: ['admin'] }] },
      sensitive: { add: { badge: 'government-id' }, remove: ['salt'] },
      assume: { API_PREFIX: '/api' },
      exclude: ['legacy/**'],
      baseline: 'baseline.json',
      today,
    });
  });

  it('sees paths from a root below the file', async () => {
    const root = folderWith({
      [name]: JSON.stringify({
        exclude: ['packages/api/old/**', 'packages/*/gen', '**/tmp/**', 'packages/web/**', '*.spec.ts'], overrides: [{ files: ['packages/web/**'], checks: {} }, { files: ['packages/**'], checks: {} }],
        specs: [{ document: 'packages/api/openapi.yaml', root: 'packages/api/src' }], baseline: 'base.json',
      }),
      'packages/api/src/x.ts': '',
    });
    const seen = await config(join(root, 'packages/api'));
    expect(seen.exclude).toEqual(['old/**', 'gen', '**/tmp/**', '*.spec.ts']);
    expect(seen.overrides.map(({ files }) => files)).toEqual([['**']]);
    expect(seen.specs).toEqual([{ document: 'openapi.yaml', root: 'src', basePath: null }]);
    expect(seen.baseline).toBe('../../base.json');
  });

  it.each(presets)('takes the preset %s', async (preset) => {
    expect(await config(folderWith({ [name]: JSON.stringify({ preset }) }))).toEqual({ ...defaultConfig(today), preset });
  });

  it('keeps its schema and the settings of the editor in step with the presets', () => {
    expect(schema.properties.preset.enum).toEqual(presets);
    expect(manifest.contributes.configuration.properties['routewarden.preset'].enum).toEqual(presets);
  });

  it('keeps its schema in step with the lexicon', () => {
    const allowed = schema.properties.sensitive.properties.add.additionalProperties.enum;
    expect([...new Set(fieldTerms.map(term => term.class))].filter(one => !allowed.includes(one))).toEqual([]);
  });
});

describe('extends', () => {
  it('a path: the file over what it extends, table by table and list by list', async () => {
    const root = folderWith({
      [name]: JSON.stringify({
        extends: './base', checks: { 'auth/a': 'off' }, exclude: ['b'], public: [{ endpoint: '/x', reason: 'mine' }], assume: { A: '1' }, sensitive: { add: { x: 'personal' }, remove: ['r2'] }, auth: { guards: [{ name: 'g', roles: ['own'] }] },
      }),
      [`base/${name}`]: JSON.stringify({ extends: '../deeper.json', preset: 'strict', checks: { 'auth/a': 'error', 'auth/b': 'warning' }, exclude: ['a'], public: [{ endpoint: '/x', reason: 'base' }, { endpoint: '/y', reason: 'base' }] }),
      'deeper.json': JSON.stringify({ preset: 'all', assume: { A: '0', B: '0' }, sensitive: { remove: ['r1'] }, auth: { guards: ['g', 'h'] }, baseline: 'b.json' }),
    });
    const loaded = await loadConfig({ root, today });
    expect(loaded).toMatchObject({
      ok: true,
      files: [join(root, name), join(root, 'base', name), join(root, 'deeper.json')],
      config: {
        preset: 'strict', checks: { 'auth/a': 'off', 'auth/b': 'warning' }, exclude: ['a', 'b'], public: [{ endpoint: '/y', reason: 'base' }, { endpoint: '/x', reason: 'mine' }],
        assume: { A: '1', B: '0' }, sensitive: { add: { x: 'personal' }, remove: ['r1', 'r2'] },
        auth: { guards: [{ name: 'h', mechanisms: [], roles: [] }, { name: 'g', mechanisms: [], roles: ['own'] }] }, baseline: 'b.json',
      },
    });
  });

  it('a package, from the nearest node_modules; code in it is never run', async () => {
    const root = folderWith({
      [`app/${name}`]: '{"extends":"@team/rules"}', [`node_modules/@team/rules/${name}`]: '{"preset":"all"}', 'node_modules/@team/rules/index.js': 'throw new Error("ran")',
      'node_modules/@team/rules/strict.json': '{"preset":"strict"}', 'node_modules/code/index.js': 'throw new Error("ran")', 'node_modules/code/package.json': '{"main":"index.js"}',
    });
    expect((await config(join(root, 'app'))).preset).toBe('all');
    addFiles(root, { [`app/${name}`]: '{"extends":"@team/rules/strict"}' });
    expect((await config(join(root, 'app'))).preset).toBe('strict');
    for (const what of ['code', 'code/index.js', '@team/rules/../../../secret']) {
      addFiles(root, { [`app/${name}`]: JSON.stringify({ extends: what }) });
      expect(await loadConfig({ root: join(root, 'app') })).toMatchObject({ ok: false });
    }
  });

  it('that is missing or a circle is an error with its line', async () => {
    expect(await problems('{\n  "extends": "./none.json"\n}')).toEqual([`${name}, line 2: "extends" names "./none.json", which does not exist.`]);
    expect(await problems('{\n\n "extends": "no-such-package"}')).toEqual([`${name}, line 3: "extends" names "no-such-package", which is neither a file (a path starts with ./ or ../) nor an installed package.`]);
    expect(await problems('{\n"extends": "owasp-api-2023"}')).toEqual([`${name}, line 2: "extends" names "owasp-api-2023", which is no file but a preset: write "preset": "owasp-api-2023" instead.`]);
    expect(await problems('{"extends": "./routewarden.config.json"}')).toEqual([`${name}, line 1: "extends" names "./routewarden.config.json", which extends this file again: ${name} → ${name}.`]);
    const root = folderWith({ [name]: '{"extends":"./a.json"}', 'a.json': '{\n"extends":"./b.json"}', 'b.json': '{"extends":\n\n"./a.json"}' });
    const loaded = await loadConfig({ root });
    expect(loaded.ok ? [] : loaded.problems.map(({ message, file }) => [message, file])).toEqual([
      [`b.json, line 3: "extends" names "./a.json", which extends this file again: ${name} → a.json → b.json → a.json.`, join(root, 'b.json')],
    ]);
  });

  it('an error in the extended file names that file', async () => {
    const root = folderWith({ [name]: '{"extends":"./base.json"}', 'base.json': '{\n"presett":"all"}' });
    const loaded = await loadConfig({ root });
    expect(loaded).toMatchObject({ ok: false, problems: [{ file: join(root, 'base.json'), message: 'base.json, line 2: "presett" is not a key of the configuration; the nearest valid key is "preset".', range: { start: { line: 2, column: 1 } } }] });
  });
});

describe('what is wrong is said with file, line and nearest key', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['an unknown key', '{\n  "chekcs": {}\n}', 'line 2: "chekcs" is not a key of the configuration; the nearest valid key is "checks".'],
    ['a swapped key deeper down', '{\n "auth": {\n "gaurds": [] } }', 'line 3: "gaurds" is not a key of "auth"; the nearest valid key is "guards".'],
    ['a key like nothing', '{"auth": { "zzzzzzzz": 1 } }', 'line 1: "zzzzzzzz" is not a key of "auth"; valid are "guards".'],
    ['a wrong type', '{\n\n"exclude": "a"}', 'line 3: "exclude" must be a list.'],
    ['a wrong element', '{"exclude": [\n1]}', 'line 2: an entry of "exclude" must be a text.'],
    ['a wrong severity', '{"checks": {\n"auth/x": "eror"}}', 'line 2: "eror" is not a value of "auth/x"; valid are "off", "hint", "info", "warning" or "error", and "error" is the nearest.'],
    ['a preset that does not exist', '{"preset": "owasp"}', 'line 1: "owasp" is not a value of "preset"; valid are "recommended", "strict", "owasp-api-2023" or "all".'],
    ['a missing reason', '{"public": [{\n"endpoint": "/x" }]}', 'line 1: "reason" is missing in an entry of "public".'],
    ['an empty reason', '{"public": [{ "endpoint": "/x",\n "reason": " " }]}', 'line 2: the reason must not be empty.'],
    ['an endpoint that is none', '{"public": [{ "endpoint": "health", "reason": "x" }]}', 'line 1: "health" is not an endpoint; write "METHOD /path" or "/path".'],
    ['a check that is no name', '{"checks": { "Auth Missing": "off" }}', 'line 1: "Auth Missing" is not the id of a check ("group/name") or a group ("group/*").'],
    ['a list', '[]', 'line 1: the configuration must be an object.'],
    ['broken JSON', '{\n  "preset": \n}', 'line 3: this is not valid JSON (value expected).'],
    ['an empty file', '', 'line 1: this is not valid JSON (value expected).'],
    ['a prototype key', '{"__proto__": {}, "preset": "nope"}', 'line 1: "nope" is not a value of "preset"; valid are "recommended", "strict", "owasp-api-2023" or "all".'],
  ];
  it.each(cases)('%s', async (_, text, sentence) => {
    const found = await problems(text);
    expect(found).toContain(`${name}, ${sentence}`);
  });

  it('all at once, in the order of the lines, one sentence each', async () => {
    expect(await problems('{\n"b": 1,\n"exclude": 1,\n"preset": 2}')).toHaveLength(3);
  });

  it('a check that does not exist, when the checks are known', async () => {
    const checks = ['auth/missing-authentication', 'drift/unregistered-endpoint'];
    const text = '{"checks": { "auth/missing-authentification": "off", "drift/*": "off", "auth": "off" },\n"overrides": [{ "files": ["a"], "checks": { "driftt/*": "off" } }]}';
    expect(await problems(text, { checks })).toEqual([
      `${name}, line 1: there is no check "auth/missing-authentification"; the nearest is "auth/missing-authentication".`,
      `${name}, line 2: there is no check "driftt/*"; the nearest is "drift/*".`,
    ]);
    expect(await problems(text)).toEqual([]);
  });

  it('a file that is not UTF-8, and a folder of its name', async () => {
    const root = folderWith({ [name]: Buffer.from([0x7b, 0xff, 0x7d]) });
    expect(await loadConfig({ root })).toMatchObject({ ok: false, problems: [{ message: `The configuration ${name} cannot be read: it is not UTF-8 text.` }] });
    const other = folderWith({});
    mkdirSync(join(other, name));
    expect(await loadConfig({ root: other })).toMatchObject({ ok: false, problems: [{ message: `The configuration ${name} cannot be read: it is a folder.` }] });
  });
});
