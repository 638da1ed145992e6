import type { Finding, Fix } from '../../server/src/model/finding';
import type { CheckReport, InventoryReport } from '../../server/src/reports/report';
import type { RuleInfo } from '../../server/src/reports/rule';
import { application, at, endpoint, model, operation, pairing, response } from '../checks/models';

export const tool = { name: 'routewarden', version: '9.9.9' };

export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    check: 'auth/missing-authentication', severity: 'error', message: 'POST /users is open.', file: 'src/users.ts', range: at(12, 3, 21), endpoint: 'POST /users', pointer: null,
    fingerprint: 'f1', owasp: 'API2:2023', cwe: 306, related: [{ message: 'mounted here', file: 'src/app.ts', range: at(4, 1, 9) }], repairs: [], suppressed: null, ...parts,
  };
}

export const rule: RuleInfo = {
  id: 'auth/missing-authentication', title: 'Endpoint without authentication', why: 'Anybody can call it.', remedy: 'Add the guard.', severity: 'error', owasp: 'API2:2023', cwe: 306, url: null,
};

export const fix: Fix = {
  title: 'Add requireUser', safe: true,
  edits: [
    { file: 'src/users.ts', range: { start: { line: 12, column: 14 }, end: { line: 12, column: 14 } }, newText: 'requireUser, ' },
    { file: 'src/users.ts', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, newText: "import { requireUser } from './guard';\n" },
  ],
};

export function checkReport(findings: readonly Finding[], parts: Partial<CheckReport> = {}): CheckReport {
  return { tool, root: '/work space/api', findings, fixes: () => [], rules: [rule], coverage: { files: 3, analysed: 3, skipped: [], unresolved: [] }, endpoints: 2, ...parts };
}

/** An inventory with everything that the contract's JSON can say. */
export function inventoryReport(parts: Partial<InventoryReport> = {}): InventoryReport {
  const user = endpoint('GET /users/{id}', {
    file: 'src/users.ts', range: at(12), handler: { file: 'src/users.ts', range: at(30), name: 'getUser' },
    auth: { status: 'required', mechanisms: ['bearer'], roles: ['admin'], scopes: ['read'], evidence: [{ message: 'requireUser refuses', file: 'src/guard.ts', range: at(3) }] },
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], requestBody: { fields: [{ path: 'email', type: 'string', class: 'personal.contact' }], validated: false },
    responses: [response(['passwordHash credential prisma:User.passwordHash', 'name'])], rateLimited: false, deprecated: true, sunset: '2027-01-01',
    assumptions: [{ message: "API_PREFIX is '/api'", file: 'src/config.ts', range: at(2) }],
  });
  const health = endpoint('GET /health', { auth: { status: 'public', mechanisms: [], roles: [], scopes: [], evidence: [] }, pathComplete: false, state: 'unmounted' });
  return {
    tool, root: '/work space/api',
    model: model([user, health], {
      applications: [application],
      operations: [operation('GET /users/{id}', { pointer: '/paths/~1users~1{id}/get', range: at(41), endpoints: ['GET /users/{id}'], auth: { status: 'required', schemes: ['jwt'] } }), operation('GET /old', { deprecated: true, range: at(3) })],
      pairings: [pairing('GET /users/{id}', { status: 'registered', pointer: '/paths/~1users~1{id}/get', line: 41 })],
      coverage: { files: 9, analysed: 7, skipped: [{ file: 'z.js', reason: 'is minified' }, { file: 'a.ts', reason: 'is not UTF-8 text' }], unresolved: [{ file: 'src/app.ts', line: 8, reason: 'the prefix comes from a call' }] },
    }),
    findings: [finding({ endpoint: 'GET /users/{id}', check: 'x/b' }), finding({ endpoint: 'GET /users/{id}', check: 'x/a' }), finding({ endpoint: 'GET /users/{id}', check: 'x/a' }),
      finding({ endpoint: 'GET /health', check: 'x/c', suppressed: { reason: 'r', until: null, by: 'comment' } })],
    ...parts,
  };
}
