import type { Endpoint, LateGuard, Place } from '../../model/api';
import { isLive, listed, type Check } from '../check';

const keyOf = ({ file, range }: Place): string => JSON.stringify([file, range]);
const open = (endpoint: Endpoint): boolean => isLive(endpoint) && !endpoint.broken;

/** Guards that stand behind everything that they should protect. */
export const check: Check<'application'> = {
  id: 'auth/auth-middleware-order',
  about: 'application',
  title: 'A guard stands behind what it should protect',
  why: 'Handlers run in the order in which they were registered, and the first that answers ends the request. A guard behind it never runs, although everything looks as if it did.',
  remedy: 'Move the guard in front: the statement above the routes that it is for, or the argument before the handler.',
  silent:
    'A guard that comes late for some routes and protects others behind it is taken for meant so: open routes often stand in front. It is reported when it protects nothing at all, or stands in one list of arguments behind a handler that always answers.',
  owasp: 'API2:2023',
  cwe: 696,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run({ endpoints }) {
    const runs = new Set(endpoints.flatMap((endpoint) => (endpoint.late?.some((one) => one.as === 'argument') === true ? [] : endpoint.guards.map(keyOf))));
    const byGuard = new Map<string, { readonly guard: LateGuard; readonly exposed: Endpoint[] }>();
    for (const endpoint of endpoints.filter(open)) for (const guard of endpoint.late ?? []) {
      const key = keyOf(guard);
      if (guard.as === 'statement' && (endpoint.auth.status !== 'none' || runs.has(key))) continue;
      if (guard.as === 'argument' && endpoint.guards.some((one) => one.verdict !== 'passes')) continue;
      (byGuard.get(key) ?? byGuard.set(key, { guard, exposed: [] }).get(key))?.exposed.push(endpoint);
    }
    return [...byGuard.values()].map(({ guard, exposed }) => {
      const ids = exposed.map(({ id }) => id);
      const told = listed(ids.length > 3 ? [...ids.slice(0, 2), `${ids.length - 2} more endpoints`] : ids);
      return {
        place: guard,
        message: guard.as === 'statement'
          ? `${guard.name} is registered behind every route that it could protect, so ${told} can be called without credentials; register it before them.`
          : `${guard.name} stands behind the handler of ${told}, which answers before it runs, so anyone can call it; put it before the handler.`,
        endpoint: exposed.length === 1 ? ids[0] ?? null : null,
        subject: `${guard.name} ${ids[0] ?? ''}`,
        related: exposed.slice(0, 10).map(({ id, file, range }) => ({ message: `${id} is registered before it`, file, range })),
        repairs: [],
      };
    });
  },
};
