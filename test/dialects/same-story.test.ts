import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../server/src/model/api';
import { disagreements, staticModel, storyDisagreements } from '../oracles/agree';
import { story } from '../oracles/story';
import { wantedTable } from '../oracles/wanted';

/** The applications that tell the same story; the oracles run them. */
const tellers = ['astro', 'azure', 'elysia', 'express4', 'express5', 'fastify', 'feathers', 'h3', 'hapi', 'hono', 'inversify', 'itty', 'koa', 'lambda', 'loopback', 'nest', 'next', 'nitro', 'node-http', 'polka', 'react-router', 'restify', 'routing-controllers', 'sveltekit', 'tinyhttp', 'tsoa', 'workers'];

/** What must be equal in everybody's inventory: everything but the places, the names and the words. */
const told = (endpoint: Endpoint): unknown => ({
  id: endpoint.id, pathComplete: endpoint.pathComplete, protocol: endpoint.protocol, state: endpoint.state,
  auth: { status: endpoint.auth.status, mechanisms: endpoint.auth.mechanisms, roles: endpoint.auth.roles, scopes: endpoint.auth.scopes },
  parameters: endpoint.parameters.map(({ name, in: where, required }) => ({ name, in: where, required })),
  responses: endpoint.responses.filter(({ status }) => status === null || status < 300).map(({ status, complete, fields }) => ({
    status, complete, fields: fields.map(({ path, class: kind }) => ({ path, class: kind })).sort((a, b) => (a.path < b.path ? -1 : 1)),
  })),
});

const inventory = (app: string): unknown[] =>
  [...staticModel(app).endpoints].sort((a, b) => (a.id < b.id ? -1 : 1)).map(told);

describe('the same story', () => {
  it.each(tellers)('is found in the files of %s as it was written down', (app) => {
    const model = staticModel(app);
    expect([...disagreements(model, wantedTable()), ...storyDisagreements(model, story)]).toEqual([]);
  });

  it.each(tellers.slice(1))('gives the inventory of %s that the first one gives', (app) => {
    expect(inventory(app)).toEqual(inventory(tellers[0] ?? ''));
  });
});
