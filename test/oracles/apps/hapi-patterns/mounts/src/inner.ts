import type { Server } from '@hapi/hapi';
import { deep } from './deep';

export const plugin = {
  name: 'inner',
  async register(server: Server, options: { version: string }) {
    server.route({ method: 'GET', path: '/', handler: () => ({ root: true }) });
    server.route({ method: 'GET', path: `/${options.version}/things`, handler: () => ({ things: true }) });
    // The prefix of all plugins of a call is added to the one around it; that of one plugin stands in its place.
    await server.register(deep('added'), { routes: { prefix: '/added' } });
    await server.register({ plugin: deep('replaced'), routes: { prefix: '/replaced' } });
    await server.register(deep('plain'));
  },
};
