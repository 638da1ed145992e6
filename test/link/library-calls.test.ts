import { describe, expect, it } from 'vitest';
import type { Snapshot, Workspace } from '../../server/src/engine/api';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import type { Known, LibraryCall } from '../../server/src/model/calls';
import { memoryTree } from '../checks/memory-tree';

type Files = Readonly<Record<string, string>>;
const open = (files: Files): Workspace => createWorkspace(memoryTree(files), { ...defaultConfig('2026-01-01'), preset: 'all' });
const callsOf = (files: Files): readonly LibraryCall[] => open(files).snapshot().model.calls;
const named = (calls: readonly LibraryCall[]): readonly string[] => calls.map((call) => `${call.package}#${call.name}`);

/** A value in few characters: `$X` a setting, `?` unknown, `a|b` either, `a||b` with a default. */
function short(known: Known | undefined): string {
  if (known === undefined) return '-';
  switch (known.k) {
    case 'literal': return JSON.stringify(known.value) ?? 'undefined';
    case 'text': return `\`${known.parts.map((part) => (typeof part === 'string' ? part : `{${short(part)}}`)).join('')}\``;
    case 'list': return `[${known.items.map(short).join()}${known.open ? ',…' : ''}]`;
    case 'object': return `{${known.props.map((prop) => `${prop.name}:${short(prop.value)}`).join()}${known.open ? ',…' : ''}}`;
    case 'setting': return `$${known.name}`;
    case 'input': return `<${known.path}>`;
    case 'function': return `=>${known.returns === null ? '' : short(known.returns)}`;
    case 'call': return `${known.package ?? ''}#${known.name}`;
    case 'either': return known.of.map(short).join(known.default ? '||' : '|') + (known.staged ? ' by stage' : '');
    case 'unknown': return '?';
  }
}

/** The second argument (the key) of every `verify` in a text. */
const keys = (text: string, more: Files = {}): readonly string[] => callsOf({ 'src/a.ts': text, ...more }).filter((call) => call.name === 'verify').map((call) => short(call.args[1]));

describe('which calls are found', () => {
  it.each([
    ['a default import', "import jwt from 'jsonwebtoken';\njwt.verify(t, k);"],
    ['a namespace', "import * as tokens from 'jsonwebtoken';\ntokens.verify(t, k);"],
    ['a named import under another name', "import { verify as check } from 'jsonwebtoken';\ncheck(t, k);"],
    ['require', "const jwt = require('jsonwebtoken');\njwt.verify(t, k);"],
    ['a destructured require', "const { verify: v } = require('jsonwebtoken');\nv(t, k);"],
    ['a member of require', "const v = require('jsonwebtoken').verify;\nv(t, k);"],
    ['a promisified function', "import { promisify } from 'node:util';\nimport jwt from 'jsonwebtoken';\nconst v = promisify(jwt.verify);\nawait v(t, k);"],
    ['a dynamic import', "const jwt = await import('jsonwebtoken');\njwt.default.verify(t, k);"],
    ['a variable that is required later', "let jwt: any;\njwt = require('jsonwebtoken');\njwt.verify(t, k);"],
  ])('%s', (_what, text) => {
    expect(named(callsOf({ 'src/a.ts': text }))).toEqual(['jsonwebtoken#verify']);
  });

  it('through a file that hands the library on', () => {
    expect(named(callsOf({ 'src/a.ts': "import { tokens } from './b';\n// jsonwebtoken, see .jwt.\ntokens.verify(t, k);", 'src/b.ts': "import jwt from 'jsonwebtoken';\nexport { jwt as tokens };" }))).toEqual(['jsonwebtoken#verify']);
  });

  it('an injected service, by the type of the parameter property', () => {
    const text = "import { JwtService } from '@nestjs/jwt';\nexport class A {\n  constructor(private readonly tokens: JwtService) {}\n  f(t: string) { return () => this.tokens.sign({ t }); }\n}";
    const [call] = callsOf({ 'src/a.ts': text });
    expect(call).toMatchObject({ package: '@nestjs/jwt', name: 'JwtService.sign', functions: ['f', 'A'] });
  });

  it('not what only has the name, and not what a parameter shadows', () => {
    expect(callsOf({
      'src/a.ts': "import { verify } from './own';\nimport jwt from 'jsonwebtoken';\nverify(t, k);\nexport const f = (jwt: any) => jwt.verify(1);\nexport function g() { const jwt = { verify: (x: number) => x }; return jwt.verify(2); }",
      'src/own.ts': 'export const verify = (a: string, b: string) => a === b;',
    })).toEqual([]);
  });

  it('not in the browser, in tests or in seeds', () => {
    const text = "import jwt from 'jsonwebtoken';\njwt.verify(t, k);";
    expect(callsOf({
      'src/a.test.ts': text, 'prisma/seed.ts': text, 'scripts/make.ts': text, 'src/panel.ts': `'use client';\n${text}`,
      'web/package.json': '{ "dependencies": { "react": "19.0.0" } }', 'web/src/a.ts': text,
    })).toEqual([]);
    expect(named(callsOf({ 'web/package.json': '{ "dependencies": { "react": "19.0.0", "next": "15.0.0" } }', 'web/src/a.ts': text }))).toEqual(['jsonwebtoken#verify']);
  });
});

describe('what is known of arguments', () => {
  const jwt = "import jwt from 'jsonwebtoken';\n";

  it.each([
    ['constants', "const k = 'a' + 'b';\njwt.verify(t, k);", '"ab"'],
    ['parts of texts', 'jwt.verify(t, `a${process.env.X}`);', '`a{$X}`'],
    ['settings', 'const { SECRET } = process.env;\njwt.verify(t, SECRET);', '$SECRET'],
    ['settings with a default', "jwt.verify(t, process.env.X ?? 'dev');", '$X||"dev"'],
    ['defaults of patterns', "const { SECRET = 'dev' } = process.env;\njwt.verify(t, SECRET);", '$SECRET||"dev"'],
    ['the stage', "const k = process.env.NODE_ENV === 'production' ? process.env.X : 'dev';\njwt.verify(t, k);", '$X|"dev" by stage'],
    ['configuration services', "export const f = (config: any) => jwt.verify(t, config.get('JWT_SECRET'));", '$JWT_SECRET'],
    ['parts of the request', 'export const f = (req: any) => jwt.verify(t, req.body.key);', '<body.key>'],
    ['members of objects', "const o = { a: { b: 'x' } };\njwt.verify(t, o.a.b);", '"x"'],
    ['enums', "enum E { K = 'x' }\njwt.verify(t, E.K);", '"x"'],
    ['bytes of a text', "jwt.verify(t, new TextEncoder().encode('x'));", '"x"'],
    ['functions', "const key = () => 'x';\njwt.verify(t, key());", '"x"'],
    ['what is assigned later', "let k = 'a';\nexport const set = (x: string) => { k = x; };\njwt.verify(t, k);", '"a"|?'],
    ['parameters', 'export const f = (k: string) => jwt.verify(t, k);', '?'],
    ['itself', 'const k = k;\njwt.verify(t, k);', '?'],
  ])('%s', (_what, text, expected) => {
    expect(keys(jwt + text)).toEqual([expected]);
  });

  it.each([
    ['a named export', "import { key } from './b';", 'key', "export const key = 'x';"],
    ['a default export', "import b from './b';", 'b.key', "export default { key: 'x' };"],
    ['a namespace', "import * as b from './b';", 'b.key', "export const key = 'x';"],
    ['module.exports', "const b = require('./b');", 'b.key', "module.exports = { key: 'x' };"],
    ['exports', "const { key } = require('./b');", 'key', "exports.key = 'x';"],
    ['static members', "import { B } from './b';", 'B.key', "export class B { static key = 'x'; }"],
  ])('values of other files: %s', (_what, imported, used, other) => {
    expect(keys(`${jwt}${imported}\njwt.verify(t, ${used});`, { 'src/b.ts': other })).toEqual(['"x"']);
  });

  it('values of JSON files', () => {
    expect(keys(`${jwt}import c from './c.json';\njwt.verify(t, c.jwt.key);`, { 'src/c.json': '{ "jwt": { "key": "x" } }' })).toEqual(['"x"']);
  });

  it('objects: spreads, later writes, what stays open', () => {
    const options = (text: string): string => short(callsOf({ 'src/a.ts': jwt + text })[0]?.args[2]);
    expect(options("const a = { issuer: 'i' };\njwt.verify(t, k, { ...a, audience: 'b' });")).toBe('{issuer:"i",audience:"b"}');
    expect(options("export const f = (more: object) => jwt.verify(t, k, { ...more, audience: 'b' });")).toBe('{...more:?,audience:"b",…}');
    expect(options("const o: any = {};\no.audience = 'b';\njwt.verify(t, k, o);")).toBe('{audience:"b"}');
    expect(options('const o = {};\nObject.assign(o, rest);\njwt.verify(t, k, o);')).toBe('{,…}');
  });
});

describe('what becomes of results', () => {
  it('reads, names, chains', () => {
    const text = "import { SignJWT } from 'jose';\nimport jwt from 'jsonwebtoken';\nexport async function issue(key: any) {\n  const { sub, role: r } = jwt.decode(t);\n  req.user = jwt.decode(t);\n  const c = jwt.decode(t);\n  log(c.email);\n  return new SignJWT({ sub }).setExpirationTime('1h').sign(key);\n}";
    const calls = callsOf({ 'src/a.ts': text });
    expect(calls.map((call) => [call.name, call.result.reads, call.result.into])).toEqual([
      ['decode', ['sub', 'role'], ['sub', 'r']], ['decode', [], ['req.user']], ['decode', ['email'], ['c']], ['SignJWT', [], []],
    ]);
    expect(calls[3]?.chain.map((link) => `${link.name}(${link.args.map(short).join()})`)).toEqual(['setExpirationTime("1h")', 'sign(?)']);
    expect(calls[3]?.result.returned).toBe(true);
  });

  it('which endpoints run it, and the version that is asked for', () => {
    const files = {
      'package.json': '{ "dependencies": { "express": "^5.0.0", "jsonwebtoken": "^8.5.1" } }',
      'src/app.ts': "import express from 'express';\nimport { read } from './tokens';\nconst app = express();\napp.get('/me', (req, res) => res.json(read(req.headers.authorization)));\napp.get('/other', (req, res) => res.json(1));\napp.listen(1);",
      'src/tokens.ts': "import jwt from 'jsonwebtoken';\nexport const read = (t: any) => jwt.verify(t, process.env.K!, { algorithms: ['HS256'] });\nexport const unused = (t: any) => jwt.decode(t);",
    };
    expect(callsOf(files).map((call) => [call.name, call.endpoints, call.major])).toEqual([['verify', ['GET /me'], 8], ['decode', [], 8]]);
  });
});

describe('edits', () => {
  const files = {
    'src/a.ts': "import jwt from 'jsonwebtoken';\nimport { key } from './b';\nexport const f = (t: string) => jwt.verify(t, key);\n",
    'src/b.ts': "export const key = process.env.K;\n",
  };
  const keyOf = (snapshot: Snapshot): string => short(snapshot.model.calls[0]?.args[1]);

  it('a value that another file gives follows that file', () => {
    const workspace = open(files);
    expect(keyOf(workspace.snapshot())).toBe('$K');
    workspace.apply([{ kind: 'open', file: 'src/b.ts', text: "export const key = 'x';\n" }]);
    expect(keyOf(workspace.snapshot())).toBe('"x"');
  });

  it('a comment silences a finding in a file that nothing loads', () => {
    const text = "import jwt from 'jsonwebtoken';\n// routewarden-ignore-next-line auth/hardcoded-secret -- of the example\nexport const f = (t: string) => jwt.verify(t, 'key', { algorithms: ['HS256'] });\n";
    expect(open({ 'src/a.ts': text }).snapshot().findings.map((finding) => [finding.check, finding.suppressed?.by])).toEqual([['auth/hardcoded-secret', 'comment']]);
  });
});
