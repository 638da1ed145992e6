import type { Auth, AuthStatus, Endpoint, Pairing } from '../model/api';

const statusWords: Readonly<Record<AuthStatus, string>> = {
  required: 'required: a request without credentials is refused',
  optional: 'optional: credentials are read, but nobody is refused',
  public: 'public on purpose',
  none: 'none: anybody may call it',
  unknown: 'not known',
};

/** Who may call, in a sentence, with mechanisms, roles and scopes in brackets. */
export function authSentence({ status, mechanisms, roles, scopes }: Auth): string {
  const grants = [...mechanisms, ...roles.map(role => `role ${role}`), ...scopes.map(scope => `scope ${scope}`)];
  return `${statusWords[status]}${grants.length === 0 ? '' : ` (${grants.join(', ')})`}`;
}

/** What is to know of an endpoint beside its id: framework, state, what is not known of it. */
export function endpointNotes(endpoint: Endpoint): readonly string[] {
  return [
    endpoint.framework, ...(endpoint.protocol === 'http' ? [] : [endpoint.protocol]), ...(endpoint.state === 'live' ? [] : [endpoint.state]),
    ...(endpoint.pathComplete ? [] : ['a prefix of the path is not known']), ...(endpoint.deprecated ? ['deprecated'] : []),
  ];
}

/** How an endpoint stands to the OpenAPI documents. */
export function pairingWords(pairing: Pairing | undefined): string {
  switch (pairing?.status) {
    case 'registered': return 'described';
    case 'excluded': return 'left out on purpose';
    case 'unregistered': return 'not described';
    default: return 'no document describes this API';
  }
}
