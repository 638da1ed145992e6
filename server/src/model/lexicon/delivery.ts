/** Path words at which handing out a session or a bearer token is the purpose. */
export const sessionDeliveryWords: ReadonlySet<string> = new Set([
  'login', 'signin', 'logon', 'refresh', 'token', 'tokens', 'session', 'sessions', 'oauth', 'oauth2', 'auth', 'authenticate', 'authentication', 'register', 'signup', 'registration', 'callback', 'sso', 'impersonate',
  'exchange', 'verify',
]);

/** Path words under which a caller sees his own data. */
export const ownDataWords: ReadonlySet<string> = new Set(['me', 'self', 'profile', 'my', 'whoami', 'mine']);
