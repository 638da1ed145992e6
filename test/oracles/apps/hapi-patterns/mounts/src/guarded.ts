import Boom from '@hapi/boom';
import type { Lifecycle, Plugin, Server } from '@hapi/hapi';

const requireKey: Lifecycle.Method = (request, h) => {
  if (request.headers.authorization === undefined) throw Boom.unauthorized('sign in first');
  return h.continue;
};

export const guarded: Plugin<void> = {
  name: 'guarded',
  register(server) {
    // Kept to the routes of this plugin.
    server.ext('onPreAuth', requireKey, { sandbox: 'plugin' });
    server.route({ method: 'GET', path: '/one', handler: () => ({ one: true }) });
    server.route({ method: 'GET', path: '/two', handler: () => ({ two: true }) });
  },
};

/** Nobody calls it. */
export function forgotten(server: Server): void {
  server.route({ method: 'GET', path: '/forgotten', handler: () => ({ forgotten: true }) });
}
