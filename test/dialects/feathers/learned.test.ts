import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

const told = (files: Readonly<Record<string, string>>): string[] =>
  createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "@feathersjs/feathers": "^5.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints
    .map(({ id, state, auth }) => `${id} ${state} ${[auth.status, ...auth.mechanisms].join(' ')}`).sort();
const HEAD = "import { feathers } from '@feathersjs/feathers';\nimport { authenticate } from '@feathersjs/authentication';\nimport { disallow, iff, isProvider } from 'feathers-hooks-common';\n";
const koa = (body: string): string[] => told({ 'app.ts': `${HEAD}import { koa, rest } from '@feathersjs/koa';\nconst app = koa(feathers());\napp.configure(rest());\n${body}\napp.listen(3030);` });
const service = '{ async find() { return []; }, async get(id) { return { id }; } }';

describe('services of Feathers', () => {
  it('are behind Koa as they are behind Express', () => {
    expect(koa(`app.use('/notes', ${service});`)).toEqual(['GET /notes live none', 'GET /notes/{id} live none']);
  });

  it('are asked by the hooks of the application, of all methods and of one', () => {
    expect(koa(`app.use('notes', ${service});\napp.service('notes').hooks({ around: { get: [authenticate('jwt')] } });`)).toEqual(['GET /notes live none', 'GET /notes/{id} live required bearer']);
    expect(koa(`app.use('notes', ${service});\napp.hooks({ before: { all: [iff(isProvider('external'), authenticate('jwt'))] } });`)).toEqual(['GET /notes live required bearer', 'GET /notes/{id} live required bearer']);
  });

  it('serve the methods that they are registered with', () => {
    expect(koa(`app.use('notes', ${service}, { methods: ['get'] });`)).toEqual(['GET /notes/{id} live none']);
  });

  it('live nowhere without a transport for HTTP', () => {
    expect(told({ 'app.ts': `${HEAD}import express from '@feathersjs/express';\nconst app = express(feathers());\napp.use('notes', ${service});\napp.listen(3030);` })).toEqual(['GET /notes unmounted none', 'GET /notes/{id} unmounted none']);
  });
});
