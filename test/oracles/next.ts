import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { here } from './load';
import { send, type Route } from './live';

/** A running Next.js fixture. */
export interface NextApp { readonly origin: string; readonly routes: readonly Route[]; readonly stop: () => Promise<void> }

const next = join(here, 'node_modules/next/dist/bin/next');
const quiet = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } as const;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();

/** Puts the stand-in for Prisma where the application finds a package of that name. */
function installPrisma(app: string): void {
  const folder = join(app, 'node_modules/@prisma/client');
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of [['rows', 'rows'], ['prisma-client', 'index']] as const) {
    const code = ts.transpileModule(readFileSync(join(here, 'stubs', `${from}.ts`), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, `${to}.js`), code.outputText);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@prisma/client', version: '0.0.0', main: 'index.js' }));
}

/**
 * Builds a fixture with Next.js's own compiler in a copy below `.built/`, because `next build` writes into the application's folder. A
 * build is kept until one of the files that went into it changes.
 */
function build(app: string): string {
  const source = join(here, 'apps', app);
  const inputs = [...filesBelow(source), ...filesBelow(join(here, 'stubs')), join(here, 'package-lock.json'), join(here, 'next.ts')];
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(`${file.slice(here.length)}\0`).update(readFileSync(file));
  const target = join(here, '.built', `${app}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(join(target, '.next/BUILD_ID'))) return target;
  for (const old of existsSync(dirname(target)) ? readdirSync(dirname(target)) : []) {
    if (/^(.*)-[0-9a-f]{16}$/.exec(old)?.[1] === app) rmSync(join(dirname(target), old), { recursive: true });
  }
  cpSync(source, target, { recursive: true });
  installPrisma(target);
  renameSync(join(target, 'next.config.ts'), join(target, 'next.config.app.ts'));
  const ours = { turbopack: { root: here }, experimental: { turbopackFileSystemCacheForBuild: false } };
  writeFileSync(join(target, 'next.config.ts'), `import config from './next.config.app';\nexport default { ...config, ...${JSON.stringify(ours)} };\n`);
  const built = spawnSync(process.execPath, [next, 'build'], { cwd: target, env: { ...process.env, ...quiet }, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`next build failed for ${app}:\n${built.stdout}\n${built.stderr}`);
  return target;
}

async function serve(folder: string): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', '0'], { cwd: folder, env: { ...process.env, ...quiet }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found !== null && said.includes('Ready')) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => { reject(new Error(`next start ended:\n${said}`)); });
  });
  return { origin, child };
}

/** A path of Next.js's manifest → contract notation. */
export const contractPath = (path: string): string => path.replace(/\[\[\.\.\.(\w+)\]\]/g, '{$1*}').replace(/\[\.\.\.(\w+)\]/g, '{$1*}').replace(/\[(\w+)\]/g, '{$1}');

/** Methods that a route handler may export, without those that Next.js adds by itself. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The routing table: the paths of the build's manifest, the methods that each handler admits to when asked with OPTIONS. */
async function routesOf(folder: string, origin: string, token: string, basePath: string): Promise<Route[]> {
  const manifest = JSON.parse(readFileSync(join(folder, '.next/app-path-routes-manifest.json'), 'utf8')) as Record<string, string>;
  const out: Route[] = [];
  for (const path of new Set(Object.entries(manifest).filter(([file]) => file.endsWith('/route')).map(([, path]) => path))) {
    const url = basePath + path.replace(/\[+(\.\.\.)?\w+\]+/g, '1');
    const response = await fetch(origin + url, { method: 'OPTIONS', headers: { authorization: `Bearer ${token}` } });
    const allowed = (response.headers.get('allow') ?? '').split(', ');
    out.push(...methods.filter((method) => allowed.includes(method)).map((method) => ({ method, path: basePath + contractPath(path) })));
  }
  return out;
}

/** Builds and starts a Next.js fixture; `adminToken` asks the running application for credentials that open every route. */
export async function startNext(app: string, adminToken: (origin: string) => Promise<string>, basePath = ''): Promise<NextApp> {
  const folder = build(app);
  const { origin, child } = await serve(folder);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  };
  try {
    // The server says that it is ready before its first answer is.
    await send(origin, 'GET', '/');
    return { origin, routes: await routesOf(folder, origin, await adminToken(origin), basePath), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
