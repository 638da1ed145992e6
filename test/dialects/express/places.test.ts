import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

/** Where the routes of these files are told to stand. */
const places = (files: Readonly<Record<string, string>>): string[] =>
  createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints.map(({ id, file, range }) => `${id} ${file}:${String(range.start.line)}`).sort();

const base = `import { Router } from 'express';
export default class Controller {
  app = Router();
  get(path, handler) {
    this.route({ method: 'get', path, handler });
  }
  route(options) {
    this.app[options.method](options.path, options.handler);
  }
}`;
const app = "import express from 'express';\nimport Sub from './sub';\nconst app = express();\napp.use(new Sub().app);\napp.listen(1);";
const sub = (head: string, calls: string): Readonly<Record<string, string>> => ({
  'base.ts': base, 'app.ts': app, 'names.ts': "export const PREFIX = '/p';\nexport const names = { p: '/p' };",
  'sub.ts': `import Base from './base';\n${head}\nexport default class Sub extends Base {\n  constructor() {\n    super();\n    ${calls}\n  }\n  all(req, res) { res.json([]); }\n}`,
});

describe('a route of a method of a base class', () => {
  it.each([
    ['a name of the file', "const PREFIX = '/p';", "this.route({ method: 'get', path: PREFIX, handler: this.all });"],
    ['an imported name', "import { PREFIX } from './names';", "this.route({ method: 'get', path: PREFIX, handler: this.all });"],
    ['a name that says nothing', "const where = '/p';", "this.route({ method: 'get', path: where, handler: this.all });"],
    ['a member', "import { names } from './names';", "this.route({ method: 'get', path: names.p, handler: this.all });"],
    ['a template', "const where = 'p';", "this.route({ method: 'get', path: `/${where}`, handler: this.all });"],
    ['a text', '', "this.route({ method: 'get', path: '/p', handler: this.all });"],
    ['a sum', "const where = '/p';", "this.route({ method: 'get', path: where + '', handler: this.all });"],
    ['a name through two methods', "const where = '/p';", 'this.get(where, this.all);'],
  ])('stands where the subclass calls it with %s', (_what, head, call) => {
    expect(places(sub(head, call))).toEqual(['GET /p sub.ts:6']);
  });

  it('stands in a method of the subclass that is handed the whole path', () => {
    const files = sub("const where = '/p';", 'this.one(where);');
    expect(places({ ...files, 'sub.ts': (files['sub.ts'] ?? '').replace('  all(', "  one(path) {\n    this.route({ method: 'get', path, handler: this.all });\n  }\n  all(") })).toEqual(['GET /p sub.ts:6']);
  });
});

describe('a route of a method that takes its options apart', () => {
  it.each([
    ['route({ method, path, handler }) {\n    this.app[method](path, handler);\n  }'],
    ['route(options) {\n    const { method, path: where, handler } = options;\n    this.app[method](where, handler);\n  }'],
    ['route(options) {\n    const path = `/${options.path}`.replace("//", "/");\n    this.app[options.method](options.path, options.handler);\n  }'],
  ])('stands where the subclass calls it: %s', (method) => {
    const files = sub("const where = '/p';", "this.route({ method: 'get', path: where, handler: this.all });");
    const parent = "import { Router } from 'express';\nexport default class Controller {\n  app = Router();\n  " + method + '\n}';
    expect(places({ ...files, 'base.ts': parent })).toEqual(['GET /p sub.ts:6']);
  });
});

describe('a route of a function', () => {
  const through = (registers: string, call: string): string[] => places({
    'demo.ts': `export function demo(app, base) {\n  ${registers}\n}`,
    'app.ts': `import express from 'express';\nimport { demo } from './demo';\nconst cfg = { base: '/v1' };\nconst base = '/v1';\nconst app = express();\n${call}\napp.listen(1);`,
  });

  it.each(['demo(app, cfg.base);', 'demo(app, base);', "demo(app, '/v1');", 'demo(app, `/v1`);'])('that writes a part of the path itself stands there, called as %s', (call) => {
    expect(through('app.post(`${base}/login`, (req, res) => res.end());', call)).toEqual(['POST /v1/login demo.ts:2']);
    expect(through("app.post(base + '/login', (req, res) => res.end());", call)).toEqual(['POST /v1/login demo.ts:2']);
  });

  it('that writes nothing of the path stands where it is called', () => {
    expect(through('app.post(base, (req, res) => res.end());', 'demo(app, base);')).toEqual(['POST /v1 app.ts:6']);
    expect(through('app.post(`${base}`, (req, res) => res.end());', 'demo(app, base);')).toEqual(['POST /v1 app.ts:6']);
  });

  it('that is called back with one route after the other stands there', () => {
    expect(through('const one = (path) => {\n    app.get(path, (req, res) => res.end());\n  };\n  base.forEach(one);', "demo(app, ['/a', '/b']);")).toEqual(['GET /a demo.ts:3', 'GET /b demo.ts:3']);
    expect(through('base.forEach((path) => {\n    app.get(path, (req, res) => res.end());\n  });', "demo(app, ['/a', '/b']);")).toEqual(['GET /a demo.ts:3', 'GET /b demo.ts:3']);
  });

  it('that takes its path from settings stands there', () => {
    expect(through('app.get(base.health, (req, res) => res.end());', "const settings = { health: '/h' };\ndemo(app, settings);")).toEqual(['GET /h demo.ts:2']);
  });

  it('with nothing but a slash or a parameter of its own stands where it is called', () => {
    expect(through('app.post(`/${base}`, (req, res) => res.end());', "demo(app, 'v1');")).toEqual(['POST /v1 app.ts:6']);
  });
});
