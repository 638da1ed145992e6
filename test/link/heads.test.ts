import { describe, expect, it } from 'vitest';
import { offsetAt } from '../../server/src/base/lines';
import type { Dialect } from '../../server/src/dialects/dialect';
import { dialect as express } from '../../server/src/dialects/express/index';
import { dialect as nestjs } from '../../server/src/dialects/nestjs/index';
import { dialect as next } from '../../server/src/dialects/next/index';
import { lowerModule } from '../../server/src/lower/module';
import { programOf } from '../harness/program';

/** What of a file's text is underlined for each of its endpoints: the line, and the text. */
function heads(dialect: Dialect, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const ran = programOf(files, { dialects: [dialect] });
  return Object.fromEntries(ran.ids.map((id) => {
    const { file, range } = ran.endpoint(id);
    const text = files[file] ?? '';
    const { lineStarts } = lowerModule(file, text);
    return [id, `${file}:${range.start.line} ${text.slice(offsetAt(lineStarts, range.start), offsetAt(lineStarts, range.end))}`];
  }));
}

const app = (...lines: string[]): Readonly<Record<string, string>> => ({ 'app.js': ["const express = require('express'); const app = express(); const PATH = '/named';", ...lines].join('\n') });

describe('a route that is registered by a call', () => {
  it('is underlined to the end of its path, whatever follows', () => {
    expect(heads(express, app(
      "app.get('/a', async (req, res) => {", '  res.json({});', '});', "app.post(`/b`, check, handler, 'x');", 'app.put(PATH, handler);', "app.delete(['/c', '/d'], handler);", "app.patch('/e' + '/f', handler);", 'function handler(req, res) { res.end(); }',
    ))).toEqual({
      'GET /a': "app.js:2 app.get('/a'", 'POST /b': 'app.js:5 app.post(`/b`', 'PUT /named': 'app.js:6 app.put(PATH', 'DELETE /c': "app.js:7 app.delete(['/c', '/d']", 'DELETE /d': "app.js:7 app.delete(['/c', '/d']",
      'PATCH /e/f': "app.js:8 app.patch('/e' + '/f'",
    });
  });

  it('starts where it starts, when the path is on a line of its own or the member is', () => {
    expect(heads(express, app('app.get(', "  '/a',", '  (req, res) => {', '    res.end();', '  },', ');', 'app', "  .post('/b', (req, res) => {", '    res.end();', '  });'))).toEqual({
      'GET /a': "app.js:2 app.get(\n  '/a'", 'POST /b': "app.js:8 app\n  .post('/b'",
    });
  });

  it('in a chain has the line of its own call', () => {
    expect(heads(express, app(
      "app.route('/a').get(handler);", "app.route('/b')", '  .get((req, res) => {', '    res.end();', '  })', '  .post(check, handler);', "app.get('/c', (req, res) => {", '  res.end();', "}).put('/d', handler);", 'function handler(req, res) { res.end(); }',
    ))).toEqual({ 'GET /a': "app.js:2 app.route('/a').get", 'GET /b': 'app.js:4 get', 'POST /b': 'app.js:7 post', 'GET /c': "app.js:8 app.get('/c'", 'PUT /d': "app.js:10 put('/d'" });
  });

  it('is the call that says the path where a wrapper registers', () => {
    expect(heads(express, app(
      'function on(router, verb, path, handler) { router[verb](path, handler); }', "on(app, 'get', '/a', (req, res) => {", '  res.end();', '});', 'function add(options) { app.post(options.path, options.handler); }',
      'add({', "  path: '/b',", '  handler: (req, res) => {', '    res.end();', '  },', '});',
    ))).toEqual({ 'GET /a': "app.js:3 on(app, 'get', '/a'", 'POST /b': "app.js:7 add({\n  path: '/b'" });
  });

  it('in a loop is the call in it', () => {
    expect(heads(express, app("for (const path of ['/a', '/b']) app.get(path, (req, res) => {", '  res.end();', '});'))).toEqual({ 'GET /a': 'app.js:2 app.get(path', 'GET /b': 'app.js:2 app.get(path' });
  });
});

describe('a route that a decorator declares', () => {
  it('is underlined where the decorator stands, and nothing of the method', () => {
    expect(heads(nestjs, {
      'cats.ts': [
        "import { Module, Controller, Get, Post, UseGuards } from '@nestjs/common';", "import { NestFactory } from '@nestjs/core';", "@Controller('cats')", 'class Cats {', "  @Get(':id')", '  @UseGuards(Mine)', '  async one() {', '    return {};', '  }',
        '  @Post()', '  add() {', '    return {};', '  }', '}', '@Module({ controllers: [Cats] })', 'class App {}', 'NestFactory.create(App).then(app => app.listen(1));',
      ].join('\n'),
    })).toEqual({ 'GET /cats/{id}': "cats.ts:5 Get(':id')", 'POST /cats': 'cats.ts:10 Post()' });
  });
});

describe('a route that a file exports', () => {
  const route = (...lines: string[]): Readonly<Record<string, string>> => heads(next, {
    'package.json': '{ "dependencies": { "next": "15.0.0" } }', 'lib/handlers.ts': '\n\n\nexport async function GET() { return Response.json({}); }\nexport const list = GET;\nexport const wrap = (fn) => fn;\nexport default GET;',
    'app/a/route.ts': ["import { list, wrap } from '../../lib/handlers';", '', ...lines].join('\n'),
  });
  const at = (text: string, line = 3): string => `app/a/route.ts:${line} ${text}`;

  it('is underlined where it is declared, to its name', () => {
    expect(route('export async function GET(request: Request) {', '  return Response.json({});', '}')).toEqual({ 'GET /a': at('export async function GET') });
    expect(route('export const GET = wrap(async () => {', '  return Response.json({});', '});')).toEqual({ 'GET /a': at('export const GET') });
    expect(route('export const GET = list;')).toEqual({ 'GET /a': at('export const GET') });
    expect(route('const { GET, POST } = { GET: list, POST: list };', 'export { GET, POST };')).toEqual({ 'GET /a': at('const { GET, POST }'), 'POST /a': at('const { GET, POST }') });
    expect(route('const $get = 1;', '/** function GET */', 'function GET() { return Response.json({}); }', 'export { GET };')).toEqual({ 'GET /a': at('function GET', 5) });
  });

  it('is the entry of a list of exports, never the import that brings it', () => {
    expect(route('export { list as GET, list as POST };')).toEqual({ 'GET /a': at('list as GET'), 'POST /a': at('list as POST') });
    expect(route('const handler = wrap(list);', 'export { handler as GET, handler as POST };')).toEqual({ 'GET /a': at('handler as GET', 4), 'POST /a': at('handler as POST', 4) });
  });

  it('is the re-export', () => {
    expect(route('', "export { list as GET } from '../../lib/handlers';")).toEqual({ 'GET /a': at('list as GET', 4) });
    expect(route("export { GET } from '../../lib/handlers';")).toEqual({ 'GET /a': at('GET') });
    expect(route("export * from '../../lib/handlers';")).toEqual({ 'GET /a': at("export * from '../../lib/handlers';") });
  });

  it('of the pages router is the default export, in every way of writing it', () => {
    const page = (...lines: string[]): Readonly<Record<string, string>> => heads(next, {
      'package.json': '{ "dependencies": { "next": "15.0.0" } }', 'lib/handler.ts': '\n\n\nexport default function handler(req, res) { res.json({}); }\nexport const wrap = fn => fn;',
      'pages/api/b.ts': ["import mine, { wrap } from '../../lib/handler';", '', ...lines].join('\n'),
    });
    const said = (text: string, line = 3): Readonly<Record<string, string>> => ({ 'ANY /api/b': `pages/api/b.ts:${line} ${text}` });
    expect(page('export default async function handler(req, res) {', '  res.json({});', '}')).toEqual(said('export default async function handler'));
    expect(page('export default function (req, res) {', '  res.json({});', '}')).toEqual(said('export default function (req, res)'));
    expect(page('export default (req, res) => {', '  res.json({});', '};')).toEqual(said('export default (req, res)'));
    expect(page('export default wrap(async (req, res) => {', '  res.json({});', '});')).toEqual(said('export default wrap(async (req, res)'));
    expect(page('function one(req, res) { res.json({}); }', 'export default one;')).toEqual(said('export default one', 4));
    expect(page('export { mine as default };')).toEqual(said('mine as default'));
    expect(page("export { default } from '../../lib/handler';")).toEqual(said('default'));
    expect(heads(next, { 'package.json': '{ "dependencies": { "next": "15.0.0" } }', 'pages/api/b.js': "const x = require('x');\nmodule.exports = (req, res) => {\n  res.json({});\n};" }))
      .toEqual({ 'ANY /api/b': 'pages/api/b.js:2 module.exports = (req, res)' });
  });
});
