import { describe, expect, it } from 'vitest';
import { check } from '../../server/src/checks/exposure/sensitive-field-in-response';
import { runChecks } from '../../server/src/checks/run';
import type { Endpoint } from '../../server/src/model/api';
import { defaultConfig } from '../../server/src/model/config';
import { at, endpoint, model, required, response } from './models';

const user = { name: 'User', library: 'prisma', file: 'prisma/schema.prisma', range: at(10), fields: [] };
const find = (...endpoints: Endpoint[]) => runChecks(model(endpoints, { entities: [user] }), defaultConfig('2026-01-01'), { checks: [check] });
const answering = (id: string, ...fields: string[]): Endpoint => endpoint(id, { auth: required, responses: [response(fields)] });

describe('exposure/sensitive-field-in-response', () => {
  it('lists the fields of one response in one finding, with the entity and the registration', () => {
    const query = { file: 'src/users.ts', start: 40, end: 90, library: 'prisma', entity: 'User' };
    const shown = response(['id', 'users[].passwordHash credential prisma:User.passwordHash', 'users[].resetToken recovery prisma:User.resetToken', 'users[].email personal.contact prisma:User.email'],
      { file: 'src/users.ts', range: at(20, 3, 12), query });
    expect(find(endpoint('GET /users', { responses: [shown] }))).toMatchObject([{
      check: 'exposure/sensitive-field-in-response', severity: 'error', file: 'src/users.ts', range: at(20, 3, 12), endpoint: 'GET /users', owasp: 'API3:2023', cwe: 201,
      message: 'The response of GET /users carries users[].passwordHash and users[].resetToken (from User.passwordHash and User.resetToken), ' +
        'of which users[].passwordHash lets whoever receives it work out passwords; send only the fields that the caller needs.',
      related: [{ message: 'User declares passwordHash and resetToken', file: 'prisma/schema.prisma', range: at(10) }, { message: 'GET /users is registered here', file: 'src/app.ts' }],
      repairs: [{ kind: 'pickFields', endpoint: 'GET /users', fields: ['users[].passwordHash', 'users[].resetToken'], source: { file: 'src/users.ts', start: 40, end: 90 } }],
    }]);
  });

  it.each([
    ['credential', 'error'], ['secret', 'error'], ['recovery', 'error'], ['session', 'error'], ['financial', 'warning'], ['government-id', 'warning'], ['health', 'warning'],
  ])('reports %s as %s', (fieldClass, severity) => {
    expect(find(answering('GET /users/{id}', `x ${fieldClass} prisma:User.x`)).map((finding) => finding.severity)).toEqual([severity]);
  });

  it('takes the severity of the worst field', () => {
    expect(find(answering('GET /users', 'salary financial prisma:User.salary', 'salt credential prisma:User.salt')).map((finding) => finding.severity)).toEqual(['error']);
  });

  it.each(['personal', 'personal.contact', 'internal', '-'])('leaves %s to the inventory', (fieldClass) => {
    expect(find(answering('GET /users', `x ${fieldClass} prisma:User.x`))).toEqual([]);
  });

  it('is silent without an entity behind the field', () => {
    expect(find(answering('GET /users', 'password credential -'))).toEqual([]);
  });

  it.each([
    ['POST /auth/login', 'session'], ['GET /auth/refresh', 'session'], ['GET /oauth2/token', 'session'], ['PUT /sign-in', 'session'], ['POST /sessions', 'session'], ['POST /devices', 'session'],
    ['POST /api-keys', 'secret'], ['GET /me', 'financial'], ['GET /users/me/health', 'health'], ['GET /profile', 'government-id'],
  ])('lets %s deliver %s', (id, fieldClass) => {
    expect(find(answering(id, `x ${fieldClass} prisma:User.x`))).toEqual([]);
  });

  it.each([
    ['POST /auth/login', 'credential'], ['GET /me', 'credential'], ['POST /users', 'recovery'], ['GET /api-keys', 'secret'], ['PATCH /users/{id}', 'session'], ['GET /users/{token}', 'session'], ['GET /users/{me}', 'health'],
  ])('does not let %s deliver %s', (id, fieldClass) => {
    expect(find(answering(id, `x ${fieldClass} prisma:User.x`))).toHaveLength(1);
  });

  it('lets a POST deliver the secret that it made, with its codes, but no list of those that were there', () => {
    expect(find(answering('POST /api-keys', 'token.codes[] secret prisma:Key.codes'))).toEqual([]);
    expect(find(answering('POST /api-keys', 'keys[].key secret prisma:Key.key')).map(({ message }) => message)).toEqual([expect.stringContaining('carries keys[].key (from Key.key)')]);
    expect(find(answering('POST /api-keys', '[].key secret prisma:Key.key'))).toHaveLength(1);
    expect(find(answering('POST /auth/login', 'devices[].sid session prisma:Device.sid'))).toEqual([]);
  });

  it('lets roles see financial, government and health data, but no credentials', () => {
    const forRole = (fieldClass: string) => endpoint('GET /patients', { auth: { ...required, roles: ['doctor'] }, responses: [response([`x ${fieldClass} prisma:Patient.x`])] });
    expect(find(forRole('health'), forRole('financial'), forRole('government-id'))).toEqual([]);
    expect(find(forRole('credential'))).toHaveLength(1);
  });

  it('is silent about endpoints that nobody reaches and half-typed ones', () => {
    const leak = answering('GET /users', 'salt credential prisma:User.salt');
    expect(find({ ...leak, state: 'unmounted' }, { ...leak, state: 'shadowed' }, { ...leak, broken: true })).toEqual([]);
    expect(find({ ...leak, state: 'conditional' })).toHaveLength(1);
  });
});
