import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

function endpoints(text: string): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x" }', 'app.ts': text }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}

describe('uWebSockets.js', () => {
  it('has routes and connections with what they refuse', () => {
    const found = endpoints(`import uWS from 'uWebSockets.js';
const app = uWS.App();
const guarded = (handler) => (res, req) => { if (!req.getHeader('authorization')) { res.writeStatus('401 Unauthorized').end(); return; } handler(res, req); };
app.get('/open', (res, req) => { res.end(JSON.stringify({ open: 1, page: req.getQuery('page') })); })
  .post('/things/:id', guarded((res, req) => { const id = req.getParameter(0); res.cork(() => { res.writeStatus('201 Created').end(JSON.stringify({ id })); }); }))
  .del('/things/:id', guarded((res) => { res.endWithoutBody(); }))
  .ws('/chat', { upgrade: (res, req, context) => { if (req.getHeader('sec-websocket-protocol') === '' || !req.getHeader('authorization')) { res.writeStatus('401').end(); return; } res.upgrade({}, '', '', '', context); }, message: (ws, message) => { ws.send(message); } })
  .ws('/news', { message: (ws, message) => { ws.send(message); } })
  .any('/*', (res) => { res.writeStatus('404 Not Found').end(); })
  .listen(9001, () => {});`);
    expect(found.map(({ id, protocol, auth }) => `${id} ${protocol} ${auth.status}`).sort()).toEqual([
      'ANY /{rest*} http none', 'DELETE /things/{id} http required', 'GET /chat websocket required', 'GET /news websocket none', 'GET /open http none', 'POST /things/{id} http required',
    ]);
    expect(found.find(({ id }) => id === 'POST /things/{id}')?.responses.filter(({ status }) => status === 201)).toMatchObject([{ fields: [{ path: 'id' }] }]);
    expect(found.find(({ id }) => id === 'GET /open')?.parameters).toMatchObject([{ name: 'page', in: 'query' }]);
  });
});
