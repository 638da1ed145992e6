import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

const document = `openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: https://example.com/v2 }]
paths:
  /pets/{petId}:
    get: { operationId: showPet, security: [{ token: [] }], responses: { '200': { description: ok } } }
    put: { operationId: notThere, responses: { '200': { description: ok } } }
  /open:
    get: { operationId: open, responses: { '200': { description: ok } } }
`;

describe('fastify-openapi-glue', () => {
  it('registers the operations that the service has, below the server of the document, with their security', () => {
    const { endpoints } = createWorkspace(memoryTree({
      'package.json': '{ "name": "x", "dependencies": { "fastify": "^5.0.0" } }', 'openapi.yaml': document,
      'service.ts': 'export class Service {\n  async showPet(request) { return { pet: request.params.petId }; }\n  async open() { return { open: 1 }; }\n}\nexport const security = { async token(request, reply) { if (!request.headers.authorization) throw Object.assign(new Error("no"), { statusCode: 401 }); } };',
      'app.ts': "import fastify from 'fastify';\nimport openapiGlue from 'fastify-openapi-glue';\nimport { Service, security } from './service';\nconst app = fastify();\napp.register(openapiGlue, { specification: './openapi.yaml', serviceHandlers: new Service(), securityHandlers: security });\napp.listen({ port: 1 });",
    }), defaultConfig('2026-01-01')).snapshot().model;
    expect(endpoints.map(({ id, framework, auth, responses }) => `${id} ${framework} ${auth.status} ${responses[0]?.fields.map(({ path }) => path).join()}`).sort())
      .toEqual(['GET /v2/open fastify none open', 'GET /v2/pets/{petId} fastify required pet']);
  });
});
