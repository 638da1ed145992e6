import { describe, expect, it } from 'vitest';
import { addGuard } from '../../server/src/fixes/add-guard';
import type { GuardReference } from '../../server/src/model/api';
import { endpoint, guard, noAuth, required } from '../checks/models';
import { after, contextOf, protectedBy, registered, type Files } from './workspace';

const fix = (id: string, context: Parameters<typeof addGuard>[1], like: string | null = null) => addGuard({ kind: 'addGuard', endpoint: id, like }, context);
const byArgument = (file: string, text: string, names: GuardReference['names']): GuardReference => ({ file, text, style: 'argument', names });
const requireUser = (file: string, module: string | null = '../require-user'): GuardReference => byArgument(file, 'requireUser', [{ name: 'requireUser', module, imported: 'requireUser' }]);

/** A route file without the guard beside one that has it; `open` is the registration without a guard. */
function twoFiles(text: string, open: string, reference: GuardReference = requireUser('src/routes/a.ts'), file = 'src/routes/b.ts'): { readonly result: string | undefined; readonly title: string | undefined } {
  const files: Files = { 'src/routes/a.ts': 'router.get("/a", guard, h);', [file]: text };
  const [first] = fix('POST /b', contextOf(files, [
    protectedBy(reference, files, 'GET /a', 'src/routes/a.ts', 'router.get("/a", guard, h)'),
    registered(files, 'POST /b', file, open),
  ], {}, { 'src/routes/a.ts': ['localGuard'] }));
  return first?.title.startsWith('Add') === true ? { result: after(files, first)[file], title: first.title } : { result: undefined, title: undefined };
}

describe('adding the guard of a sibling as an argument', () => {
  it('in the same file, where the guard is imported already', () => {
    const text = "import { requireUser } from '../require-user';\n\nnotes.get('/', requireUser, list);\nnotes.delete('/:id', remove);\n";
    const files: Files = { 'src/routes/notes.ts': text };
    const [first] = fix('DELETE /notes/{id}', contextOf(files, [
      protectedBy(requireUser('src/routes/notes.ts'), files, 'GET /notes', 'src/routes/notes.ts', "notes.get('/', requireUser, list)"),
      registered(files, 'DELETE /notes/{id}', 'src/routes/notes.ts', "notes.delete('/:id', remove)"),
    ]));
    expect(first).toMatchObject({ title: 'Add requireUser, as GET /notes has it', safe: false });
    expect(after(files, first)).toEqual({
      'src/routes/notes.ts': "import { requireUser } from '../require-user';\n\nnotes.get('/', requireUser, list);\nnotes.delete('/:id', requireUser, remove);\n",
    });
  });

  const styles: readonly (readonly [name: string, open: string, before: string, expected: string, file?: string])[] = [
    ['a new import behind the last one', "router.post('/b', h)",
      "import { Router } from 'express';\nimport { h } from '../h';\n\nrouter.post('/b', h);\n",
      "import { Router } from 'express';\nimport { h } from '../h';\nimport { requireUser } from '../require-user';\n\nrouter.post('/b', requireUser, h);\n"],
    ['double quotes and no semicolons', 'router.post("/b", h)',
      'import { h } from "../h"\n\nrouter.post("/b", h)\n',
      'import { h } from "../h"\nimport { requireUser } from "../require-user"\n\nrouter.post("/b", requireUser, h)\n'],
    ['CRLF', "router.post('/b', h)",
      "import { h } from '../h';\r\n\r\nrouter.post('/b', h);\r\n",
      "import { h } from '../h';\r\nimport { requireUser } from '../require-user';\r\n\r\nrouter.post('/b', requireUser, h);\r\n"],
    ['no new line at the end', "router.post('/b', h)",
      "import { h } from '../h';\nrouter.post('/b', h)",
      "import { h } from '../h';\nimport { requireUser } from '../require-user';\nrouter.post('/b', requireUser, h)"],
    ['a comment behind the last import', "router.post('/b', h)",
      "import { h } from '../h'; // handlers\nrouter.post('/b', h);\n",
      "import { h } from '../h'; // handlers\nimport { requireUser } from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['an import of the same module', "router.post('/b', h)",
      "import { other } from '../require-user';\nrouter.post('/b', h);\n",
      "import { other, requireUser } from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['a trailing comma in the import', "router.post('/b', h)",
      "import {\n\tone,\n\tother, // the other\n} from '../require-user';\nrouter.post('/b', h);\n",
      "import {\n\tone,\n\tother, // the other\n\trequireUser,\n} from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['no trailing comma on several lines', "router.post('/b', h)",
      "import {\n  one,\n  other // the other\n} from '../require-user';\nrouter.post('/b', h);\n",
      "import {\n  one,\n  other, // the other\n  requireUser\n} from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['a default import of the same module', "router.post('/b', h)",
      "import auth from '../require-user';\nrouter.post('/b', h);\n",
      "import auth, { requireUser } from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['an import of types from the same module', "router.post('/b', h)",
      "import type { User } from '../require-user';\nrouter.post('/b', h);\n",
      "import type { User } from '../require-user';\nimport { requireUser } from '../require-user';\nrouter.post('/b', requireUser, h);\n"],
    ['another name for the guard', "router.post('/b', h)",
      "import { requireUser as signedIn } from '../require-user';\nrouter.post('/b', h);\n",
      "import { requireUser as signedIn } from '../require-user';\nrouter.post('/b', signedIn, h);\n"],
    ['require', "router.post('/b', h)",
      "'use strict';\nconst express = require('express');\nrouter.post('/b', h);\nconst late = require('./late');\n",
      "'use strict';\nconst express = require('express');\nconst { requireUser } = require('../require-user');\nrouter.post('/b', requireUser, h);\nconst late = require('./late');\n", 'src/routes/b.js'],
    ['require of the same module', "router.post('/b', h)",
      "const { other } = require('../require-user');\nrouter.post('/b', h);\n",
      "const { other, requireUser } = require('../require-user');\nrouter.post('/b', requireUser, h);\n", 'src/routes/b.js'],
    ['no import at all, below a licence and above the comment of the first statement', "router.post('/b', h)",
      "#!/usr/bin/env node\n/* Licence */\n\n// The routes.\nexport const r = router.post('/b', h);\n",
      "#!/usr/bin/env node\n/* Licence */\n\nimport { requireUser } from '../require-user';\n\n// The routes.\nexport const r = router.post('/b', requireUser, h);\n"],
    ['arguments on lines of their own', "router.post(\n\t'/b',\n\th,\n)",
      "import { requireUser } from '../require-user';\nrouter.post(\n\t'/b',\n\th,\n);\n",
      "import { requireUser } from '../require-user';\nrouter.post(\n\t'/b',\n\trequireUser,\n\th,\n);\n"],
    ['a handler that starts on the line of the path', "router.post('/b', (req, res) => {\n  res.end();\n})",
      "import { requireUser } from '../require-user';\nrouter.post('/b', (req, res) => {\n  res.end();\n});\n",
      "import { requireUser } from '../require-user';\nrouter.post('/b', requireUser, (req, res) => {\n  res.end();\n});\n"],
    ['a chained route, where the handlers stand alone', "router.route('/b').get(g).post(h, i)",
      "import { requireUser } from '../require-user';\nrouter.route('/b').get(g).post(h, i);\n",
      "import { requireUser } from '../require-user';\nrouter.route('/b').get(g).post(requireUser, h, i);\n"],
    ['another folder', "router.post('/b', h)",
      "import x from 'x';\nrouter.post('/b', h);\n",
      "import x from 'x';\nimport { requireUser } from '../../require-user';\nrouter.post('/b', requireUser, h);\n", 'src/routes/deep/b.ts'],
  ];
  for (const [name, open, before, expected, file] of styles) {
    it(`with ${name}`, () => {
      expect(twoFiles(before, open, undefined, file).result).toBe(expected);
    });
  }

  it('keeps the extension that the sibling writes', () => {
    expect(twoFiles("import x from './x.js';\nrouter.post('/b', h);\n", "router.post('/b', h)", requireUser('src/routes/a.ts', '../require-user.js')).result)
      .toBe("import x from './x.js';\nimport { requireUser } from '../require-user.js';\nrouter.post('/b', requireUser, h);\n");
  });

  it('imports a guard that the sibling file declares, with the extension that the file uses', () => {
    const local = byArgument('src/routes/a.ts', 'localGuard', [{ name: 'localGuard', module: null, imported: 'localGuard' }]);
    expect(twoFiles("import x from './x.js';\nrouter.post('/b', h);\n", "router.post('/b', h)", local).result)
      .toBe("import x from './x.js';\nimport { localGuard } from './a.js';\nrouter.post('/b', localGuard, h);\n");
    expect(twoFiles("import x from 'x';\nrouter.post('/b', h);\n", "router.post('/b', h)", local).result)
      .toBe("import x from 'x';\nimport { localGuard } from './a';\nrouter.post('/b', localGuard, h);\n");
  });

  it('imports what the text of the guard needs: two names, a default, a package', () => {
    const role = byArgument('src/routes/a.ts', "requireRole(Role.Admin)", [{ name: 'requireRole', module: 'auth-kit', imported: 'default' }, { name: 'Role', module: '../roles', imported: 'Role' }]);
    expect(twoFiles("import x from 'x';\nrouter.post('/b', h);\n", "router.post('/b', h)", role).result)
      .toBe("import x from 'x';\nimport requireRole from 'auth-kit';\nimport { Role } from '../roles';\nrouter.post('/b', requireRole(Role.Admin), h);\n");
  });

  it('follows a require of the sibling', () => {
    const files: Files = { 'a.js': "const guard = require('./lib/guard');\nrouter.get('/a', guard, h);\n", 'sub/b.js': "const x = require('x');\nrouter.post('/b', h);\n" };
    const reference = byArgument('a.js', 'guard', [{ name: 'guard', module: null, imported: 'guard' }]);
    const [first] = fix('POST /b', contextOf(files, [protectedBy(reference, files, 'GET /a', 'a.js', "router.get('/a', guard, h)"), registered(files, 'POST /b', 'sub/b.js', "router.post('/b', h)")]));
    expect(after(files, first)).toEqual({ 'sub/b.js': "const x = require('x');\nconst guard = require('../lib/guard');\nrouter.post('/b', guard, h);\n" });
  });

  it('gives up where the name means something else, is not exported, or comes later', () => {
    expect(twoFiles("const requireUser = 1;\nrouter.post('/b', h);\n", "router.post('/b', h)").result).toBe(undefined);
    expect(twoFiles("function f(requireUser) {\n  router.post('/b', h);\n}\n", "router.post('/b', h)").result).toBe(undefined);
    const hidden = byArgument('src/routes/a.ts', 'hidden', [{ name: 'hidden', module: null, imported: 'hidden' }]);
    expect(twoFiles("router.post('/b', h);\n", "router.post('/b', h)", hidden).result).toBe(undefined);
    const inFile = (text: string): string | undefined => {
      const files: Files = { 'a.ts': text };
      const [first] = fix('POST /b', contextOf(files, [
        protectedBy(byArgument('a.ts', 'guard', [{ name: 'guard', module: null, imported: 'guard' }]), files, 'GET /a', 'a.ts', "r.get('/a', guard, h)"),
        registered(files, 'POST /b', 'a.ts', "r.post('/b', h)"),
      ]));
      return first?.title.startsWith('Add') === true ? after(files, first)['a.ts'] : undefined;
    };
    expect(inFile("const guard = g();\nr.get('/a', guard, h);\nr.post('/b', h);\n")).toBe("const guard = g();\nr.get('/a', guard, h);\nr.post('/b', guard, h);\n");
    expect(inFile("r.post('/b', h);\nconst guard = g();\nr.get('/a', guard, h);\n")).toBe(undefined);
    expect(inFile("r.post('/b', h);\nr.get('/a', guard, h);\nfunction guard() {}\n")).toBe("r.post('/b', guard, h);\nr.get('/a', guard, h);\nfunction guard() {}\n");
    expect(inFile("function f() {\n  const guard = g();\n  r.get('/a', guard, h);\n}\nr.post('/b', h);\n")).toBe(undefined);
    expect(inFile("function f() {\n  const guard = g();\n  r.get('/a', guard, h);\n  r.post('/b', h);\n}\n"))
      .toBe("function f() {\n  const guard = g();\n  r.get('/a', guard, h);\n  r.post('/b', guard, h);\n}\n");
  });

  it('leaves code alone that registers a guarded or public endpoint too', () => {
    const files: Files = { 'a.ts': "import { requireUser } from './u';\nr.get('/a', requireUser, h);\nfor (const p of paths) r.post(p, h);\n" };
    const endpoints = (status: 'public' | 'none') => [
      protectedBy(requireUser('a.ts', './u'), files, 'GET /a', 'a.ts', "r.get('/a', requireUser, h)"),
      registered(files, 'POST /b', 'a.ts', 'r.post(p, h)'), registered(files, 'POST /c', 'a.ts', 'r.post(p, h)', { auth: { ...noAuth, status } }),
    ];
    const titles = (status: 'public' | 'none') => fix('POST /b', contextOf(files, endpoints(status))).map((one) => one.title);
    expect(titles('public')).toEqual(['Say in routewarden.config.json that POST /b is open on purpose']);
    expect(titles('none')).toHaveLength(2);
  });
});

describe('choosing the guard', () => {
  const files: Files = { 'src/a.ts': "import { one, two, three } from './guards';\nr.post('/b', h);\n", 'src/x.ts': '', 'other/x.ts': '' };
  const named = (file: string, text: string, roles: readonly string[] = []) => ({ file, guards: [guard(text, { roles, reference: byArgument(file, text, [{ name: text, module: file.startsWith('src') ? './guards' : '../src/guards', imported: text }]) })], auth: required });
  const chosen = (...siblings: Parameters<typeof endpoint>[1][]): string | undefined => {
    const endpoints = [registered(files, 'POST /b', 'src/a.ts', "r.post('/b', h)"), ...siblings.map((parts, index) => endpoint(`GET /${index}`, parts))];
    return /^Add (\w+)/.exec(fix('POST /b', contextOf(files, endpoints))[0]?.title ?? '')?.[1];
  };

  it('takes the one of the closest siblings, there the most frequent, then the one with fewer roles', () => {
    expect(chosen(named('other/x.ts', 'one'), named('other/x.ts', 'one'), named('src/x.ts', 'two'))).toBe('two');
    expect(chosen(named('src/x.ts', 'one'), named('src/x.ts', 'one'), named('src/a.ts', 'three'))).toBe('three');
    expect(chosen(named('src/x.ts', 'one'), named('src/x.ts', 'two'), named('src/x.ts', 'two'))).toBe('two');
    expect(chosen(named('src/x.ts', 'one', ['admin']), named('src/x.ts', 'two'))).toBe('two');
  });

  it('takes none of another application, none that does not refuse, none that is known by name only', () => {
    const sibling = named('src/x.ts', 'one');
    expect(chosen({ ...sibling, application: 'other' })).toBe(undefined);
    expect(chosen({ ...sibling, guards: sibling.guards.map((one) => ({ ...one, verdict: 'optional' as const })) })).toBe(undefined);
    expect(chosen({ ...sibling, guards: sibling.guards.map((one) => ({ ...one, proof: 'name' as const })) })).toBe(undefined);
    expect(chosen({ ...sibling, guards: sibling.guards.map((one) => ({ ...one, reference: null })) })).toBe(undefined);
  });

  it('takes the one of the endpoint that the check names', () => {
    const endpoints = [registered(files, 'POST /b', 'src/a.ts', "r.post('/b', h)"), endpoint('GET /1', named('src/x.ts', 'one')), endpoint('GET /2', named('src/x.ts', 'two'))];
    expect(fix('POST /b', contextOf(files, endpoints), 'GET /2')[0]?.title).toBe('Add two, as GET /2 has it');
  });
});

describe('adding a guard as a decorator', () => {
  const useGuards = (file: string): GuardReference => ({
    file, text: 'UseGuards(JwtGuard)', style: 'decorator',
    names: [{ name: 'UseGuards', module: '@nestjs/common', imported: 'UseGuards' }, { name: 'JwtGuard', module: '../jwt.guard', imported: 'JwtGuard' }],
  });
  const decorated = (before: string, piece: string): string | undefined => {
    const files: Files = { 'src/a/a.controller.ts': '@UseGuards(JwtGuard) a() {}', 'src/b/b.controller.ts': before };
    const [first] = fix('POST /b', contextOf(files, [
      protectedBy(useGuards('src/a/a.controller.ts'), files, 'GET /a', 'src/a/a.controller.ts', '@UseGuards(JwtGuard) a() {}'), registered(files, 'POST /b', 'src/b/b.controller.ts', piece),
    ]));
    return after(files, first)['src/b/b.controller.ts'];
  };

  it('stands above the other decorators of the method, below its comment', () => {
    expect(decorated(
      "import { Controller, Post } from '@nestjs/common';\n\n@Controller('b')\nexport class B {\n\t/** Creates. */\n\t@Post()\n\tcreate() {}\n}\n", 'Post()\n',
    )).toBe("import { Controller, Post, UseGuards } from '@nestjs/common';\nimport { JwtGuard } from '../jwt.guard';\n\n@Controller('b')\nexport class B {\n\t/** Creates. */\n\t@UseGuards(JwtGuard)\n\t@Post()\n\tcreate() {}\n}\n");
  });

  it('stands on the line of the decorators that share one', () => {
    expect(decorated("import { UseGuards } from '@nestjs/common';\nimport { JwtGuard } from '../jwt.guard';\nclass B { @Post() create() {} }\n", 'create() {}'))
      .toBe("import { UseGuards } from '@nestjs/common';\nimport { JwtGuard } from '../jwt.guard';\nclass B { @UseGuards(JwtGuard) @Post() create() {} }\n");
  });
});

it('puts no argument into a decorator or a plain call', () => {
  for (const text of ["class B { @Post('b', x) create() {} }\n", "Post('b', x);\n"]) {
    const files: Files = { 'a.ts': 'app.use(one)', 'b.ts': text };
    const reference = byArgument('a.ts', 'one', [{ name: 'one', module: 'one', imported: 'one' }]);
    const fixes = fix('POST /b', contextOf(files, [protectedBy(reference, files, 'GET /a', 'a.ts', 'app.use(one)'), registered(files, 'POST /b', 'b.ts', "Post('b', x)")]));
    expect(fixes.map((one) => one.title)).toEqual(['Say in routewarden.config.json that POST /b is open on purpose']);
  }
});

describe('adding a guard as a wrapper', () => {
  const withUser = (file: string): GuardReference => ({ file, text: 'withUser', style: 'wrapper', names: [{ name: 'withUser', module: '@/lib/auth', imported: 'withUser' }] });
  it.each([
    ['export async function POST(req: Request) {\n  return save(req);\n}', 'export const POST = withUser(async function POST(req: Request) {\n  return save(req);\n});'],
    ['export const POST = async (req: Request) => save(req);', 'export const POST = withUser(async (req: Request) => save(req));'],
    ['export default function handler(req, res) {}', 'export default withUser(function handler(req, res) {});'],
    ['export default handler;', 'export default withUser(handler);'],
  ])('%s', (before, expected) => {
    const files: Files = { 'app/a/route.ts': 'export const GET = withUser(x);', 'app/b/route.ts': `import { save } from '@/lib/save';\n\n${before}\n` };
    const [first] = fix('POST /b', contextOf(files, [protectedBy(withUser('app/a/route.ts'), files, 'GET /a', 'app/a/route.ts', 'export const GET = withUser(x);'), registered(files, 'POST /b', 'app/b/route.ts', before)]));
    expect(after(files, first)['app/b/route.ts']).toBe(`import { save } from '@/lib/save';\nimport { withUser } from '@/lib/auth';\n\n${expected}\n`);
  });
});

describe('saying that an endpoint is open on purpose', () => {
  const entry = '{ "endpoint": "POST /b", "reason": "describe why" }';
  it.each<readonly [string, string | undefined, string]>([
    ['no file', undefined, `{\n  "public": [\n    ${entry}\n  ]\n}\n`],
    ['an empty object', '{}', `{\n  "public": [\n    ${entry}\n  ]\n}`],
    ['other settings', '{\n    "preset": "strict"\n}\n', `{\n    "preset": "strict",\n    "public": [\n        ${entry}\n    ]\n}\n`],
    ['an empty list', '{\n  "public": []\n}\n', `{\n  "public": [\n    ${entry}\n  ]\n}\n`],
    ['a list', '{\n  // ours\n  "public": [\n    { "endpoint": "GET /a", "reason": "x" } // old\n  ]\n}\n', `{\n  // ours\n  "public": [\n    { "endpoint": "GET /a", "reason": "x" }, // old\n    ${entry}\n  ]\n}\n`],
    ['a list on one line', '{ "public": [{ "endpoint": "GET /a", "reason": "x" }] }', `{ "public": [{ "endpoint": "GET /a", "reason": "x" }, ${entry}] }`],
  ])('with %s', (_name, before, expected) => {
    const files: Files = { 'src/a.ts': "r.post('/b', h);", ...(before === undefined ? {} : { 'routewarden.config.json': before }) };
    const fixes = fix('POST /b', contextOf(files, [registered(files, 'POST /b', 'src/a.ts', "r.post('/b', h)")]));
    expect(fixes).toMatchObject([{ title: 'Say in routewarden.config.json that POST /b is open on purpose', safe: false }]);
    expect(after(files, fixes[0])).toEqual({ 'routewarden.config.json': expected });
  });

  it('takes the nearest configuration', () => {
    const files: Files = { 'apps/one/src/a.ts': "r.post('/b', h);", 'routewarden.config.json': '{}', 'apps/one/routewarden.config.json': '{}' };
    expect(fix('POST /b', contextOf(files, [registered(files, 'POST /b', 'apps/one/src/a.ts', "r.post('/b', h)")])).flatMap((one) => one.edits.map((edit) => edit.file))).toEqual(['apps/one/routewarden.config.json']);
  });
});
