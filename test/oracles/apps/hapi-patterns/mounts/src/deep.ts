import type { Plugin } from '@hapi/hapi';

export const deep = (name: string): Plugin<void> => ({
  name: `deep-${name}`,
  register(server) {
    server.route({ method: 'GET', path: `/deep/${name}`, handler: () => ({ deep: true }) });
  },
});
