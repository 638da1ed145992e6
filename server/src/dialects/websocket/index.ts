import type { Value } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import { createIo, socketioEndpoints } from './socketio';
import { createWss, wsEndpoints } from './ws';

function moduleValue(specifier: string, name: string): Value | undefined {
  if (specifier === 'socket.io') return ['default', 'export=', '*', 'Server'].includes(name) ? createIo : undefined;
  if (specifier === 'ws' && (name === 'WebSocketServer' || name === 'Server')) return createWss;
  return undefined;
}

/** Connections that stay open: `ws` (https://github.com/websockets/ws) and socket.io (https://socket.io/docs/v4) with its namespaces and events. */
export const dialect: Dialect = {
  name: 'websocket',
  packages: ['ws', 'socket.io'],
  registrars: new Set(['handleUpgrade']),
  models: () => ({ imports: moduleValue }),
  routes: program => [...wsEndpoints(program.machine), ...socketioEndpoints(program.machine)],
};
