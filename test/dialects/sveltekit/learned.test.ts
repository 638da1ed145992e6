import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/sveltekit/index';
import { segment } from '../../../server/src/dialects/sveltekit/paths';
import { programOf, type Ran } from '../../harness/program';

const MANIFEST = JSON.stringify({ name: 'shop', devDependencies: { '@sveltejs/kit': '2.0.0' } });
const kit = (files: Readonly<Record<string, string>>): Ran => programOf({ 'package.json': MANIFEST, ...files }, { dialects: [dialect] });
const GET = "import { json } from '@sveltejs/kit';\nexport const GET = () => json({ ok: true });";
const guarded = (hooks: string, handler = GET): string => kit({ 'src/hooks.server.ts': hooks, 'src/routes/x/+server.ts': handler }).endpoint('GET /x').auth.status;

describe('paths of SvelteKit', () => {
  it('come from folders, without groups', () => {
    expect(kit({
      'src/routes/+server.ts': GET, 'src/routes/(app)/(inner)/a/+server.js': GET, 'src/routes/[id]/+server.ts': GET, 'src/routes/[[lang]]/b/+server.ts': GET, 'src/routes/c/[...rest]/d/+server.ts': GET,
      'src/routes/e/[id=uuid].json/+server.ts': GET, 'src/routes/[x+2e]well-known/[u+d83e-dd2a]/+server.ts': GET,
      'src/routes/f/+server.test.ts': GET, 'src/routes/f/server.ts': GET, 'src/lib/+layout.server.ts': GET, 'other/routes/g/+server.ts': GET,
    }).ids).toEqual(['GET /', 'GET /.well-known/🤪', 'GET /a', 'GET /c/{rest*}/d', 'GET /e/{id}.json', 'GET /{id}', 'GET /{lang?}/b']);
  });

  it('may have several parameters in one part', () => {
    expect(['[a]-[b]', 'v[major].[minor=integer]', '[[id=integer]]', '[...path=safe]', '@[user]', 'at[x+2d][name]'].map(segment)).toEqual(['{a}-{b}', 'v{major}.{minor}', '{id?}', '{path*}', '@{user}', 'at-{name}']);
  });

  it('start where the configuration says, in each application of a workspace', () => {
    const ran = programOf({
      'package.json': '{ "private": true }', 'apps/one/package.json': MANIFEST, 'apps/one/src/routes/a/+server.ts': GET,
      'apps/two/package.json': MANIFEST, 'apps/two/svelte.config.js': "import adapter from '@sveltejs/adapter-node';\nconst routes = './pages/';\nexport default withMdsvex({ kit: { adapter: adapter(), files: { routes }, paths: { base: '/two' } } });",
      'apps/two/pages/b/+server.ts': GET, 'apps/two/src/routes/c/+server.ts': GET, 'apps/three/src/routes/d/+server.ts': GET,
    }, { dialects: [dialect] });
    expect(ran.ids).toEqual(['GET /a', 'GET /two/b']);
    expect(ran.route('GET /two/b').application).toEqual({ id: 'apps/two', entry: 'apps/two/svelte.config.js' });
  });
});

describe('methods of SvelteKit', () => {
  it('are the exports; a fallback serves the others', () => {
    expect(kit({
      'src/routes/a/+server.ts': `${GET}\nexport async function POST() { return new Response(); }\nexport const prerender = false;\nexport const _helper = 1;\nexport const HEAD = undefined;`,
      'src/routes/b/+server.ts': "export { GET as PUT } from '../a/+server';\nexport const fallback = () => new Response();",
    }).ids).toEqual(['ANY /b', 'GET /a', 'POST /a', 'PUT /b']);
  });

  it('of pages are their form actions', () => {
    const ran = kit({ 'src/routes/login/+page.server.ts': "import { fail } from '@sveltejs/kit';\nexport const load = () => ({});\nexport const actions = { default: async () => { return fail(400, { email: '' }); } } satisfies Actions;", 'src/routes/b/+page.server.ts': "export const actions = { save: async () => ({ id: 1 }), remove };\nasync function remove() {}" });
    expect(ran.ids).toEqual(['POST /b?/remove', 'POST /b?/save', 'POST /login']);
    expect(ran.endpoint('POST /b?/save').responses.map(({ status, fields }) => [status, fields.map(({ path }) => path)])).toEqual([[200, ['id']]]);
    expect(ran.endpoint('POST /login').responses.map(({ status }) => status)).toEqual([400]);
  });
});

describe('hooks of SvelteKit', () => {
  const KIT = "import { error, redirect } from '@sveltejs/kit';\nimport { sequence } from '@sveltejs/kit/hooks';\n";

  it('guard where they refuse by what they throw or answer', () => {
    for (const refusal of ["error(401, 'no');", "throw error(401);", "redirect(303, '/login');", 'throw redirect(302, `/login?to=${event.url.pathname}`);', "return new Response('no', { status: 401 });", "return Response.redirect('https://x.y/login', 302);"]) {
      expect([refusal, guarded(`${KIT}export const handle = async ({ event, resolve }) => {\n  if (!event.cookies.get('session')) { ${refusal} }\n  return resolve(event);\n};`)]).toEqual([refusal, 'required']);
    }
    expect(guarded(`${KIT}export const handle = async ({ event, resolve }) => {\n  if (!event.cookies.get('session')) console.warn('nobody');\n  return resolve(event);\n};`)).not.toBe('required');
    expect(guarded(`${KIT}export const handle = async ({ event, resolve }) => {\n  if (!event.cookies.get('session')) error(404);\n  return resolve(event);\n};`)).not.toBe('required');
  });

  it('run for the paths that they test', () => {
    const hooks = `${KIT}export const handle = ({ event, resolve }) => {\n  if (event.url.pathname.startsWith('/admin') && !event.cookies.get('session')) redirect(303, '/login');\n  return resolve(event);\n};`;
    const ran = kit({ 'src/hooks.server.ts': hooks, 'src/routes/x/+server.ts': GET, 'src/routes/admin/+server.ts': GET });
    expect([ran.endpoint('GET /x').auth.status, ran.endpoint('GET /admin').auth.status]).toEqual(['none', 'required']);
  });

  it('may know routes by their groups', () => {
    const hooks = `${KIT}export const handle = ({ event, resolve }) => {\n  if (event.route.id?.startsWith('/(private)') && !event.cookies.get('session')) error(401);\n  return resolve(event);\n};`;
    const ran = kit({ 'src/hooks.server.ts': hooks, 'src/routes/(public)/x/+server.ts': GET, 'src/routes/(private)/y/+server.ts': GET });
    expect([ran.endpoint('GET /x').auth.status, ran.endpoint('GET /y').auth.status]).toEqual(['none', 'required']);
  });

  it('run one after the other, each as a guard of its own', () => {
    const hooks = `${KIT}const first = ({ event, resolve }) => { event.locals.user = event.cookies.get('session'); return resolve(event); };\nconst second = ({ event, resolve }) => { if (!event.locals.user) error(401); return resolve(event); };\nexport const handle = sequence(first, sequence(second));`;
    const endpoint = kit({ 'src/hooks.server.ts': hooks, 'src/routes/x/+server.ts': GET }).endpoint('GET /x');
    expect(endpoint.guards.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(['first optional', 'second refuses']);
    // Called by another hook it is one function.
    expect(guarded(`${hooks.replace('export const handle =', 'const both =')}\nexport const handle = (input) => both(input);`)).toBe('required');
    expect(guarded(hooks.replace('sequence(first, sequence(second))', 'sequence(first)'))).not.toBe('required');
  });

  it('leave what they found for the handler', () => {
    const handler = `${KIT}export const GET = ({ locals }) => {\n  if (!locals.user) error(401);\n  return new Response();\n};`;
    expect(guarded('export const handle = ({ event, resolve }) => { event.locals.user = verify(event.cookies.get("session")); return resolve(event); };', handler)).toBe('required');
    // Nobody left a user: the handler refuses everybody, which is no proof of a credential.
    expect(guarded('export const handle = ({ event, resolve }) => resolve(event);', handler)).not.toBe('required');
    // A hook out of sight may have.
    expect(guarded("export { handle } from 'auth-for-kit';", handler)).toBe('required');
  });

  it('out of sight that sound like authentication are not known', () => {
    expect(guarded("import { authHandle } from 'some-auth';\nexport const handle = authHandle({});")).toBe('unknown');
    expect(guarded("import * as Sentry from '@sentry/sveltekit';\nexport const handle = Sentry.sentryHandle();")).toBe('none');
  });

  it('may wrap what they resolve', () => {
    expect(guarded("import { localized } from 'i18n';\nexport const handle = ({ event, resolve }) => localized(event.request, ({ request }) => resolve({ ...event, request }));")).not.toBe('required');
  });
});

describe('handlers of SvelteKit', () => {
  it('know the current event anywhere', () => {
    expect(guarded('', "import { error, json } from '@sveltejs/kit';\nimport { getRequestEvent } from '$app/server';\nconst user = () => getRequestEvent().cookies.get('session') ?? error(401);\nexport const GET = () => json({ user: user() });")).toBe('required');
  });

  it('have the aliases of the configuration', () => {
    const ran = kit({
      'svelte.config.js': "export default { kit: { alias: { $server: './src/server', '$data/*': 'data/*' } } };", 'src/server/index.ts': "export const name = 'a';", 'data/rows.ts': 'export const rows = [1];', 'src/lib/b.ts': "export const b = 'b';", 'src/lib/index.ts': "export const c = 'c';",
      'src/routes/x/+server.ts': "import { json } from '@sveltejs/kit';\nimport { name } from '$server';\nimport { rows } from '$data/rows';\nimport { b } from '$lib/b';\nimport { c } from '$lib';\nexport const GET = () => json({ [name]: 1, [b]: rows, [c]: 1 });",
    });
    expect(ran.endpoint('GET /x').responses.flatMap(({ fields }) => fields.map(({ path }) => path)).sort()).toEqual(['a', 'b[]', 'c']);
  });

  it('throw what answers', () => {
    const ran = kit({ 'src/routes/x/+server.ts': "import { error, isRedirect, json, redirect } from '@sveltejs/kit';\nexport const GET = ({ url }) => {\n  try {\n    if (url.searchParams.get('a')) redirect(307, '/b');\n    if (url.searchParams.get('b')) throw new Error('x');\n  } catch (e) {\n    if (isRedirect(e)) throw e;\n    error(500, 'failed');\n  }\n  return json({ ok: 1 }, { status: 202 });\n};" });
    expect(ran.endpoint('GET /x').responses.map(({ status }) => status).sort()).toEqual([202, 307, 500]);
  });
});
