import { describe, expect, it } from 'vitest';
import { areaOf, type Described } from '../../server/src/link/area';
import { pair } from '../../server/src/link/pair';
import { defaultConfig } from '../../server/src/model/config';
import { readSpec } from '../../server/src/specs/read';
import { endpoint } from '../checks/models';

/** Operations whose documents say the whole path. */
const same = (...paths: readonly string[]): readonly Described[] => paths.map(path => ({ served: path, documented: path }));
const below = (server: string, ...paths: readonly string[]): readonly Described[] => paths.map(path => ({ served: server + path, documented: path }));

describe('the area of a document', () => {
  it.each<[string, readonly Described[], Readonly<Record<string, number | null>>]>([
    ['is everything where its operations have no mount', same('/notes', '/users/{id}'), { '/admin/dump': 0, '/notes/export': 0 }],
    ['is everything for a single resource, too', same('/notes', '/notes/{id}'), { '/orders': 0 }],
    ['is what is below the mount of all', same('/api/v2/notes', '/api/v2/users/{id}'), { '/api/v2/orders': 2, '/api/auth/session': null, '/api/v1/notes': null, '/settings': null, '/api/v2': 2 }],
    ['is what is below the path of the server, whatever that is called', below('/shop/backend', '/notes', '/users'), { '/shop/backend/orders': 2, '/shop/orders': null }],
    ['has several mounts', same('/api/v1/notes', '/api/v2/notes'), { '/api/v1/x': 2, '/api/v2/x': 2, '/api/v3/x': null }],
    ['leaves out probes', same('/api/v1/notes', '/api/v1/users', '/health'), { '/api/v1/x': 2, '/health/deep': null, '/x': null }],
    ['is that of the probes where there is nothing else', same('/health'), { '/x': 0 }],
    ['takes of a few operations above the mount only their resource', same('/api/v1/a', '/api/v1/b', '/login'), { '/api/v1/x': 2, '/login/again': 1, '/x': null, '/api/x': null }],
    ['takes the whole above the mount where most are there', same('/a', '/b', '/v2/a'), { '/x': 0, '/v2/x': 1 }],
    ['tells parameters of a mount apart by place, not by name', below('/{tenant}', '/notes', '/users'), { '/{id}/orders': 1, '/orders': null }],
    ['is nothing of an empty document', [], { '/x': null }],
  ])('%s', (_, described, expected) => {
    const area = areaOf(described);
    expect(Object.fromEntries(Object.keys(expected).map(path => [path, area(path)]))).toEqual(expected);
  });
});

describe('an endpoint that no document describes', () => {
  const document = (file: string, server: string, ...paths: readonly string[]) => {
    const spec = readSpec(file, JSON.stringify({ openapi: '3.1.0', info: {}, servers: [{ url: server }], paths: Object.fromEntries(paths.map(path => [path, { get: {} }])) }));
    if (spec === null) throw new Error('no document');
    return spec;
  };
  const one = document('one.json', '/', '/api/v1/notes', '/api/v1/users');
  const two = document('two.json', 'https://x.org/api/v2', '/notes', '/health');
  const other = document('other.json', '/', '/api/v3/parcels');
  const served = ['GET /api/v1/notes', 'GET /api/v1/users', 'GET /api/v2/notes', 'GET /api/v2/health'].map(id => endpoint(id));
  const placed = (id: string): unknown => {
    const found = pair([...served, endpoint(id)], [one, two, other], defaultConfig('2026-01-01')).pairings.find(pairing => pairing.endpoint === id);
    return [found?.status, found?.document, found?.outside];
  };

  it('belongs into the document whose area is the closest', () => {
    expect([placed('GET /api/v1/orders'), placed('GET /api/v2/orders')]).toEqual([['unregistered', 'one.json', false], ['unregistered', 'two.json', false]]);
  });

  it('is outside where the documents are about other parts; one that nothing implements has no part', () => {
    expect([placed('GET /api/session'), placed('GET /api/v3/x')]).toEqual([['unregistered', 'one.json', true], ['unregistered', 'one.json', true]]);
  });
});
