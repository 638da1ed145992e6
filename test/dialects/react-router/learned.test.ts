import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/react-router/index';
import { contractPaths, segmentsOf } from '../../../server/src/dialects/react-router/paths';
import { programOf, type Ran } from '../../harness/program';

const manifest = (name: string): string => JSON.stringify({ name: 'shop', dependencies: { [name]: '2.0.0' } });
const remix = (files: Readonly<Record<string, string>>, name = '@remix-run/node'): Ran => programOf({ 'package.json': manifest(name), ...files }, { dialects: [dialect] });
const L = 'export const loader = () => ({ ok: true });';
const verdict = (body: string): string => remix({ 'app/routes/x.ts': `import { createCookieSessionStorage, json, redirect } from '@remix-run/node';\nconst { getSession } = createCookieSessionStorage({});\nexport async function loader({ request, params }) {\n${body}\n}` }).endpoint('GET /x').auth.status;

describe('paths of React Router', () => {
  it('come from the names of flat routes', () => {
    const path = (name: string): string => segmentsOf(name).map(one => one.text).filter(text => text !== '').join('/');
    expect(['a.b', '_layout.a', 'a_.b', 'a.$id', 'a.$', '($lang).a', '(en).a', 'a[.]b', '[_]a', 'a.[$]b', '_index', 'a._index', '$id[.json]'].map(path)).toEqual(['a/b', 'a', 'a/b', 'a/:id', 'a/*', ':lang?/a', 'en?/a', 'a.b', '_a', 'a/$b', '', 'a', ':id.json']);
  });

  it('have optional parts', () => {
    expect(['', 'a/:id', ':lang?/a', 'en?/a', 'a/*', ':slug.json', '/a//b/'].map(contractPaths)).toEqual([['/'], ['/a/{id}'], ['/{lang?}/a'], ['/en/a', '/a'], ['/a/{rest*}'], ['/{slug}.json'], ['/a/b']]);
  });

  it('come from files and folders of Remix, in its folder', () => {
    expect(remix({
      'app/routes/a.ts': L, 'app/routes/b.$id/route.tsx': L, 'app/routes/b.$id/data.ts': L, 'app/routes/c/index.ts': L, 'app/routes/d/e/route.ts': L, 'app/routes/f.test.ts': L, 'app/models/g.ts': L, 'routes/h.ts': L,
    }).ids).toEqual(['GET /a', 'GET /b/{id}', 'GET /c']);
  });

  it('come from the table', () => {
    expect(remix({
      'react-router.config.ts': "export default { appDirectory: './web', basename: '/x' };", 'web/a.ts': L, 'web/b.ts': L, 'web/inner/c.ts': L,
      'web/routes.ts': "import { index, layout, prefix, relative, route } from '@react-router/dev/routes';\nconst inner = relative('./inner');\nconst areas = ['one', 'two'];\nexport default [\n  ...prefix('p', [layout('lay.tsx', [index('a.ts')]), route(':id', 'b.ts')]),\n  ...areas.map(area => inner.route(area, 'c.ts')),\n];",
    }, '@react-router/dev').ids).toEqual(['GET /x/one', 'GET /x/p', 'GET /x/p/{id}', 'GET /x/two']);
  });
});

describe('methods of React Router', () => {
  it('are GET of loaders and those that an action takes', () => {
    expect(remix({
      'app/routes/a.ts': "export { loader, action } from '../shared';", 'app/shared.ts': 'export const loader = async () => null;\nexport const action = async ({ request }) => save(await request.formData());',
      'app/routes/b.ts': "export const action = async ({ request }) => {\n  switch (request.method) {\n    case 'PUT': return { put: 1 };\n    case 'PATCH': return { patch: 1 };\n  }\n  return new Response('', { status: 405 });\n};",
    }).ids).toEqual(['GET /a', 'PATCH /b', 'POST /a', 'PUT /b']);
  });

  it('of pages answer with data at an address of their own', () => {
    expect(remix({ 'app/routes/_index.tsx': `${L}\nexport default function Page() { return null; }`, 'app/routes/a.tsx': `${L}\nexport const action = () => null;\nexport default () => null;` }).ids).toEqual(['GET /_root.data', 'GET /a.data', 'POST /a']);
  });
});

describe('guards of React Router', () => {
  it('refuse by what loaders throw and give back', () => {
    const session = "const session = await getSession(request.headers.get('Cookie'));\n";
    for (const refusal of ["throw redirect('/login')", "return redirect('/login')", "throw new Response('no', { status: 401 })", 'throw json({}, { status: 403 })', 'return json({ error: 1 }, 401)', "throw new Response('no', { status: 404 })"]) expect([refusal, verdict(`${session}if (!session.get('userId')) ${refusal};\nreturn { ok: 1 };`)]).toEqual([refusal, 'required']);
    expect(verdict(`${session}if (!session.get('userId')) console.log('nobody');\nreturn { ok: 1 };`)).not.toBe('required');
    expect(verdict("if (!params.x) throw new Response('no', { status: 404 });\nreturn { ok: 1 };")).not.toBe('required');
    expect(verdict("if (!params.x) throw redirect('/login');\nreturn { ok: 1 };")).not.toBe('required');
  });

  it('are middleware of the route and of those around it, not the loaders of those', () => {
    const guard = "import { redirect } from 'react-router';\nexport const middleware = [async ({ request }, next) => {\n  if (!request.headers.get('authorization')) throw redirect('/login');\n  const response = await next();\n  return response;\n}];";
    const loader = "import { redirect } from 'react-router';\nexport const loader = ({ request }) => { if (!request.headers.get('authorization')) throw redirect('/login'); return null; };";
    const status = (files: Readonly<Record<string, string>>): string => remix(files, '@react-router/dev').endpoint('GET /a/b').auth.status;
    expect(status({ 'app/routes/a.ts': guard, 'app/routes/a.b.ts': L })).toBe('required');
    expect(status({ 'app/root.tsx': guard, 'app/routes/a.b.ts': L })).toBe('required');
    expect(status({ 'app/routes/a.ts': guard, 'app/routes/a_.b.ts': L })).toBe('none');
    expect(status({ 'app/routes/a.ts': loader, 'app/routes/a.b.ts': L })).toBe('none');
  });

  it('leave what they found in the context', () => {
    const files = { 'app/context.ts': "import { createContext } from 'react-router';\nexport const user = createContext(null);\nexport const other = createContext(null);", 'app/root.tsx': "import { user } from './context';\nexport const middleware = [({ request, context }) => { context.set(user, request.headers.get('authorization')); }];" };
    const status = (key: string): string => remix({ ...files, 'app/routes/x.ts': `import { ${key} } from '../context';\nexport const loader = ({ context }) => {\n  if (!context.get(${key})) throw new Response(null, { status: 401 });\n  return { ok: 1 };\n};` }, '@react-router/dev').endpoint('GET /x').auth.status;
    expect(status('user')).toBe('required');
    expect(status('other')).not.toBe('required');
  });
});
