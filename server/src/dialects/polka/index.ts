import type { Machine } from '../../evaluate/machine';
import type { Value } from '../../evaluate/value';
import { native, stringOf, UNDEFINED } from '../../evaluate/value';
import { callRouters } from '../call-router';
import type { Dialect } from '../dialect';
import { wantedVersion } from '../manifests';
import type { RouterEntry } from '../routing';

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'connect', 'trace']);

/** Whether the Polka of a file is of version 1, which runs everything in the order it was registered in. */
function isOrdered(m: Machine, file: string): boolean {
  const version = wantedVersion(m.program.environment, file, 'polka');
  return version !== undefined && !/^[~^]?0\./.test(version);
}

const segmentsOf = (entry: RouterEntry): number => stringOf(entry.path ?? undefined)?.split('/').filter(one => one !== '').length ?? 0;

/**
 * Before version 1, middleware runs before every route, wherever it stands, and what is used at a path is looked up by the first segment of
 * the request's path: longer paths are never found.
 */
function arrange(entries: readonly RouterEntry[], m: Machine): readonly RouterEntry[] {
  const [first] = entries;
  if (!first || isOrdered(m, first.site.file)) return entries;
  const used = entries.filter(one => one.kind === 'use' && segmentsOf(one) < 2);
  const mounts = used.filter(one => one.handlers.some(value => routers.routerOf(value) !== undefined));
  return [...used.filter(one => !mounts.includes(one)), ...entries.filter(one => one.kind !== 'use'), ...mounts];
}

const routers = callRouters({
  dialect: 'polka', verbs, rules: { arrange },
  members: (self, key) => key === 'handler' || key === 'attach' ? self as Value : undefined,
});
const factory = native('polka', (m, call) => routers.create(m, true, call.site) as Value);

/** `send(res, 401, body, headers)` of `@polka/send`. */
const send = native('send', (m, call) => {
  const [res = UNDEFINED, status, ...body] = call.args;
  if (status) m.call(m.get(res, 'writeHead'), [status], { self: res, site: call.site });
  m.call(m.get(res, 'end'), body.slice(0, 1), { self: res, site: call.site });
  return UNDEFINED;
});

const whole: ReadonlySet<string> = new Set(['default', 'export=', '*']);

/** Polka 0.5 and 1 (https://github.com/lukeed/polka): routes and middleware of Express on the request and response of Node. */
export const dialect: Dialect = {
  name: 'polka',
  packages: ['polka'],
  registrars: new Set([...verbs, 'use', 'add', 'listen']),
  models: () => ({
    imports(specifier, name) {
      if (specifier === 'polka') return whole.has(name) ? factory : undefined;
      return /^@polka\/send(-type)?$/.test(specifier) && (whole.has(name) || name === 'send') ? send : undefined;
    },
    types: (type, site) => type.specifier === 'polka' && /^(Polka|default|IPolka)$|\.Polka$/.test(type.name) ? routers.assumed(site, true) : undefined,
  }),
  routes: program => routers.endpoints(program),
};
