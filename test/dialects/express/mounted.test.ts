import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

/** What is found in an application of Express, as `METHOD /path verdict`. */
function told(body: string, imports: string): string[] {
  const text = `import express from 'express';\n${imports}\nconst app = express();\nconst guard = (req, res, next) => { if (!req.headers.authorization) { res.status(401).end(); return; } next(); };\n${body}\napp.listen(3000);`;
  const { endpoints } = createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "express": "^5.0.0" } }', 'app.ts': text }), defaultConfig('2026-01-01')).snapshot().model;
  return endpoints.map(({ id, protocol, auth }) => `${id} ${protocol === 'http' ? '' : `${protocol} `}${auth.status}`).sort();
}

describe('what libraries answer where they are mounted', () => {
  it('is the documentation of Swagger UI, open on purpose', () => {
    expect(told("app.use('/docs', swaggerUi.serve, swaggerUi.setup({}));", "import swaggerUi from 'swagger-ui-express';")).toEqual(['GET /docs public']);
    expect(told("app.use('/docs', guard, swaggerUi.serve, swaggerUi.setup({}));", "import swaggerUi from 'swagger-ui-express';")).toEqual(['GET /docs required']);
  });

  it('is a dashboard of queues, with the guards before it', () => {
    const imports = "import { createBullBoard } from '@bull-board/api';\nimport { ExpressAdapter } from '@bull-board/express';\nconst adapter = new ExpressAdapter();\nadapter.setBasePath('/queues');\ncreateBullBoard({ queues: [], serverAdapter: adapter });";
    expect(told("app.use('/queues', adapter.getRouter());", imports)).toEqual(['ANY /queues/{rest*} none']);
    expect(told("app.use('/queues', guard, adapter.getRouter());", imports)).toEqual(['ANY /queues/{rest*} required']);
  });

  it('is where Auth.js and Better Auth sign people in', () => {
    expect(told("app.use('/auth/*splat', ExpressAuth({ providers: [] }));", "import { ExpressAuth } from '@auth/express';")).toEqual(['ANY /auth/{splat*} public']);
    expect(told("app.all('/api/auth/*splat', toNodeHandler(auth));", "import { toNodeHandler } from 'better-auth/node';\nimport { auth } from './auth';")).toEqual(['ANY /api/auth/{splat*} public']);
  });

  it('is metrics and status pages, beside routes that are not touched', () => {
    expect(told("app.use(metrics({ includeMethod: true }));\napp.get('/x', guard, (req, res) => { res.json({ a: 1 }); });", "import metrics from 'express-prom-bundle';")).toEqual(['GET /metrics none', 'GET /x required']);
    expect(told("app.use(metrics({ metricsPath: '/internal/metrics' }));", "import metrics from 'express-prom-bundle';")).toEqual(['GET /internal/metrics none']);
  });

  it('is health checks in front of the server', () => {
    expect(told("createTerminus(http.createServer(app), { healthChecks: { '/healthz': async () => ({ db: 'up' }) } });", "import http from 'node:http';\nimport { createTerminus } from '@godaddy/terminus';")).toEqual(['GET /healthz public']);
  });
});

describe('connections of express-ws', () => {
  it('stand beside the routes, on applications and routers', () => {
    expect(told("const { app: server } = expressWs(app);\nserver.ws('/echo', (ws) => { ws.on('message', (text) => ws.send(text)); });\nconst router = express.Router();\nrouter.ws('/private', guard2, (ws, req) => { ws.send('hello'); });\napp.use('/ws', router);\napp.get('/x', (req, res) => { res.json({}); });",
      "import expressWs from 'express-ws';\nconst guard2 = (ws, req, next) => { if (!req.headers.authorization) { ws.close(4401); return; } next(); };"))
      .toEqual(['GET /echo websocket none', 'GET /ws/private websocket required', 'GET /x none']);
  });
});
