import type { Environment } from '../../evaluate/program';
import { projectsOf } from '../projects';
import { routePath, segment } from './paths';

/** One Next application of the workspace. */
export interface Application {
  /** Its folder; `.` for the root. */
  readonly id: string;
  /** `next.config.*`, else the manifest. */
  readonly entry: string;
  readonly config: string | null;
  readonly routes: readonly RouteFile[];
  /** `middleware.ts` or `proxy.ts`. */
  readonly middleware: string | null;
}

export interface RouteFile { readonly file: string; readonly path: string; readonly kind: 'app' | 'pages' }

const CONFIG = /^next\.config\.(js|mjs|ts|mts|cjs)$/;
const ROUTE = /^(?:src\/)?app\/(?:(.+)\/)?route\.[jt]sx?$/;
const PAGE = /^(?:src\/)?pages\/api(?:\/(.+))?\.[jt]sx?$/;
const MIDDLEWARE = /^(?:src\/)?(?:middleware|proxy)\.[jt]sx?$/;

/** The Next applications of a workspace: folders with a configuration of Next or a manifest that depends on it. */
export function applicationsOf(environment: Environment): readonly Application[] {
  const files = environment.files();
  return projectsOf(environment, CONFIG, ['next']).map(({ id, prefix, entry, config }) => {
    const routes: RouteFile[] = [];
    let middleware: string | null = null;
    for (const file of files) {
      if (!file.startsWith(prefix)) continue;
      const inside = file.slice(prefix.length);
      const route = routeOf(file, inside);
      if (route) routes.push(route);
      else if (MIDDLEWARE.test(inside)) middleware = file;
    }
    return { id, entry, config, routes, middleware };
  }).filter(application => application.routes.length > 0);
}

function routeOf(file: string, inside: string): RouteFile | null {
  const route = ROUTE.exec(inside);
  if (route) {
    const path = routePath(route[1] === undefined ? [] : route[1].split('/'));
    return path === null ? null : { file, path, kind: 'app' };
  }
  const page = PAGE.exec(inside);
  if (!page || /\.(test|spec|d)$/.test(page[1] ?? '')) return null;
  const segments = (page[1] ?? 'index').split('/');
  if (segments[segments.length - 1] === 'index') segments.pop();
  return { file, path: `/${['api', ...segments.map(segment)].join('/')}`, kind: 'pages' };
}
