import type { Endpoint } from '../../model/api';
import { distinctEvidence, isLive, mountChain, type Check } from '../check';

const live = (endpoint: Endpoint): boolean => isLive(endpoint) && !endpoint.broken;
const asks = ({ auth, guards }: Endpoint): boolean => auth.status === 'required' || guards.some((guard) => guard.verdict === 'refuses');

/** The path of a connection, of which its events are `path#event`. */
const connectionOf = ({ path }: Endpoint): string => path.split('#')[0] ?? path;

/** Connections that anybody may open, in an application whose other endpoints ask who calls. */
export const check: Check<'application'> = {
  id: 'auth/websocket-without-authentication',
  about: 'application',
  title: 'A WebSocket connection asks for no credentials',
  why:
    'Guards of HTTP routes do not run for WebSockets: what a connection can do, everybody can do. Browsers open WebSockets across origins and send the cookies along, so any web page that a user visits can connect, too.',
  remedy:
    'Check a token or the session before the connection is accepted: in the `upgrade` listener or `verifyClient` of `ws`, in `io.use(…)` of Socket.IO, in the `preValidation` hook of a Fastify route. Refuse the handshake when it is missing.',
  silent:
    'It is reported only where other endpoints ask for credentials; an application that knows no callers is the business of `auth/missing-authentication`. A connection whose handler looks at anything that may say who calls (a first message with a token) is not reported, and neither are the other events of a connection on which one asks.',
  owasp: 'API2:2023',
  cwe: 306,
  severity: 'warning',
  presets: ['recommended', 'strict'],
  run({ endpoints }, { model }) {
    // A server of its own beside the application of the HTTP routes is still a part of the same service.
    const around = endpoints.every(({ protocol }) => protocol === 'websocket') ? model.endpoints : endpoints;
    if (!around.some((one) => one.protocol !== 'websocket' && live(one) && asks(one))) return [];
    const sockets = endpoints.filter((one) => one.protocol === 'websocket');
    // Who signs in with one message of a connection may send the others: of events that ask and events that do not, nothing is known.
    const asking = new Set(sockets.filter((one) => one.ignoresCaller !== true).map(connectionOf));
    return sockets.filter((one) => one.auth.status === 'none' && live(one) && !asking.has(connectionOf(one))).map((endpoint) => ({
      place: endpoint,
      message: `${endpoint.id} accepts connections without credentials although other endpoints ask for them, so anyone can talk to this WebSocket; check a token or the session before the connection is accepted.`,
      endpoint: endpoint.id,
      subject: 'websocket',
      related: distinctEvidence([...endpoint.auth.evidence, ...mountChain(endpoint)]),
      repairs: [],
    }));
  },
};
