import { describe, expect, it } from 'vitest';
import { addGuard } from '../../server/src/fixes/add-guard';
import type { GuardReference } from '../../server/src/model/api';
import { after, contextOf, protectedBy, registered, type Files } from './workspace';

const reference: GuardReference = { file: 'a.ts', text: 'requireUser', style: 'argument', names: [{ name: 'requireUser', module: './require-user', imported: 'requireUser' }] };

/** What a registration becomes with the guard of the one before it. */
function fixed(open: string): string | undefined {
  const head = "import { requireUser } from './require-user';\n";
  const guarded = "app.get('/a', requireUser, h)";
  const files: Files = { 'a.ts': `${head}${guarded};\n${open};\n` };
  const [first] = addGuard({ kind: 'addGuard', endpoint: 'POST /b', like: null }, contextOf(files, [protectedBy(reference, files, 'GET /a', 'a.ts', guarded), registered(files, 'POST /b', 'a.ts', open)]));
  return first?.title.startsWith('Add requireUser') === true ? after(files, first)['a.ts']?.split('\n')[2] : undefined;
}

describe('where a guard goes among the arguments', () => {
  it.each([
    ["app.post('/b', h)", "app.post('/b', requireUser, h);"],
    ["router.post('name', '/b', h)", "router.post('name', '/b', requireUser, h);"],
    ['router.post(`name`, `/${b}`, h)', 'router.post(`name`, `/${b}`, requireUser, h);'],
    ["app.on('POST', '/b', h)", "app.on('POST', '/b', requireUser, h);"],
    ["app.on(['POST', 'PUT'], ['/b', '/c'], h)", "app.on(['POST', 'PUT'], ['/b', '/c'], requireUser, h);"],
    ['app.on(METHOD, PATH, h)', 'app.on(METHOD, PATH, requireUser, h);'],
    ["app.post('/b', 'a text that is no path')", "app.post('/b', requireUser, 'a text that is no path');"],
  ])('%s', (open, expected) => {
    expect(fixed(open)).toBe(expected);
  });

  it.each(['app.openapi(route, h)', "router.register('/b', ['POST'], h)", "app.mount('/b', other)"])('%s has no place for one', (open) => {
    expect(fixed(open)).toBeUndefined();
  });
});
