import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

// The oracles run Google's framework; that of Firebase brings the whole of firebase-admin and tokens of Google with it, so it is not run.

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "firebase-functions": "^6.0.0" } }', ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, framework, auth }) => `${id} ${framework} ${auth.status}`).sort();
const GUARD = "const guard = (req, res, next) => { if (!req.headers.authorization) { res.status(401).end(); return; } next(); };";

describe('functions of Firebase', () => {
  it('serve the routes of their application below their names, in version 1 and 2', () => {
    const app = `import express from 'express';\nexport const app = express();\n${GUARD}\napp.get('/open', (req, res) => { res.json({ a: 1 }); });\napp.get('/x/:id', guard, (req, res) => { res.json({ a: 1 }); });`;
    expect(told({ 'app.ts': app, 'index.ts': "import { onRequest } from 'firebase-functions/v2/https';\nimport { app } from './app';\nexport const api = onRequest({ region: 'europe-west1' }, app);" }))
      .toEqual(['GET /api/open express none', 'GET /api/x/{id} express required']);
    expect(told({ 'app.ts': app, 'index.js': "const functions = require('firebase-functions');\nconst { app } = require('./app');\nexports.web = { api: functions.region('europe-west1').runWith({ memory: '1GB' }).https.onRequest(app) };" }))
      .toEqual(['GET /web-api/open express none', 'GET /web-api/x/{id} express required']);
  });

  it('have the names of what the deployed file exports', () => {
    const files = { 'src/jobs.ts': "import { onRequest } from 'firebase-functions/https';\nexport const run = onRequest((req, res) => { res.send('ok'); });" };
    expect(told({ ...files, 'src/index.ts': "export { run as start } from './jobs';" })).toEqual(['ANY /start firebase none']);
    expect(told({ ...files, 'src/index.ts': "export * as jobs from './jobs';" })).toEqual(['ANY /jobs-run firebase none']);
  });

  it('that a client calls are asked for the caller of Firebase', () => {
    const one = (body: string): Endpoint | undefined => endpoints({ 'index.ts': `import { onCall, HttpsError } from 'firebase-functions/v2/https';\nexport const save = onCall(${body});` })[0];
    expect(one("async (request) => { if (!request.auth) throw new HttpsError('unauthenticated', 'sign in'); return { id: request.data.id }; }"))
      .toMatchObject({ id: 'POST /save', auth: { status: 'required' }, responses: [{ status: 200, fields: [{ path: 'result.id' }] }] });
    expect(one('async (request) => ({ id: request.data.id })')?.auth.status).toBe('none');
    expect(endpoints({ 'index.js': "const functions = require('firebase-functions/v1');\nexports.save = functions.https.onCall((data, context) => { if (!context.auth) throw new functions.https.HttpsError('permission-denied', 'no'); return { id: data.id }; });" })[0])
      .toMatchObject({ id: 'POST /save', auth: { status: 'required' } });
  });

  it('may be closed by IAM', () => {
    expect(endpoints({ 'index.ts': "import { onRequest } from 'firebase-functions/v2/https';\nexport const nightly = onRequest({ invoker: 'private' }, (req, res) => { res.send('ok'); });" })[0]?.auth)
      .toMatchObject({ status: 'required', mechanisms: ['iam'] });
    expect(endpoints({ 'index.ts': "import { onRequest } from 'firebase-functions/v2/https';\nexport const open = onRequest({ invoker: 'public' }, (req, res) => { res.send('ok'); });" })[0]?.auth.status).toBe('none');
  });
});
