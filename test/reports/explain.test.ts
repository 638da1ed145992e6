import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../server/src/engine/workspace';
import { defaultConfig } from '../../server/src/model/config';
import { endpointsLike, endpointsNamed, explainEndpoint, explainRule } from '../../server/src/reports/explain';
import { check } from '../../server/src/checks/auth/missing-authentication';
import { memoryTree } from '../checks/memory-tree';

const files = {
  'package.json': '{ "name": "notes" }',
  'app.ts': `import express from 'express';
import { notes } from './notes';
const app = express();
app.use(express.json());
app.use('/api', notes);
app.listen(1);`,
  'notes.ts': `import { Router } from 'express';
const signedIn = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
export const notes = Router();
notes.get('/notes/:id', signedIn, (req, res) => { res.json({ title: 'a' }); });
notes.delete('/notes/:id', (req, res) => { res.status(204).end(); });`,
};
const { model, findings } = createWorkspace(memoryTree(files), defaultConfig('2026-01-01')).snapshot();
const told = (id: string): string => endpointsNamed(model, id).map((endpoint) => explainEndpoint(endpoint, model, findings, { colour: false, width: null })).join('\n');

describe('an endpoint explained', () => {
  it('shows who may call it and why, the path, the guards in order and the answers, each with its place', () => {
    expect(told('GET /api/notes/{id}')).toBe(`GET /api/notes/{id}  express  notes.ts:4

Who may call it
  required: a request without credentials is refused (session)
  1. signedIn goes on only when the authenticated user is accepted, and answers 401 otherwise  notes.ts:4

Where its path comes from
  /api  app.ts:5
  /notes/{id}  notes.ts:4

What runs before the handler
  1. passes  express.json asks for no credentials  app.ts:4
  2. refuses  signedIn goes on only when the authenticated user is accepted, and answers 401 otherwise  notes.ts:4

The handler
  anonymous  notes.ts:4

What it answers
  200  title  notes.ts:4

OpenAPI
  no document describes this API
`);
  });

  it('lists what was found there', () => {
    expect(told('DELETE /api/notes/{id}')).toMatch(/\nFindings\n {2}error {2}DELETE \/api\/notes\/\{id\} can be called without credentials.* auth\/missing-authentication {2}notes\.ts:5\n/);
  });

  it('is found by any spelling of its parameters', () => {
    for (const id of ['get /api/notes/:id', 'GET /api/notes/[slug]', 'GET  /api/notes/{x}/']) expect(endpointsNamed(model, id).map((one) => one.id)).toEqual(['GET /api/notes/{id}']);
    expect(endpointsNamed(model, 'GET /api/notes')).toEqual([]);
  });

  it('is suggested for what was nearly typed', () => {
    expect(endpointsLike(model, 'POST /api/notes/:id')).toEqual(['DELETE /api/notes/{id}', 'GET /api/notes/{id}']);
    expect(endpointsLike(model, 'GET /notes/:id')).toEqual(['DELETE /api/notes/{id}', 'GET /api/notes/{id}']);
    expect(endpointsLike(model, 'GET /nothing')).toEqual([]);
  });
});

it('a check explained is its page without Markdown', () => {
  const page = explainRule({ ...check, url: null }, { colour: false, width: null });
  expect(page.split('\n').slice(0, 3)).toEqual(['auth/missing-authentication  An endpoint asks for no credentials', 'error · API2:2023 · CWE-306 · presets recommended, strict, all', '']);
  expect(page).toContain('\nWhat to do\n  Add the guard');
  expect(page).not.toMatch(/[`*]/);
});
