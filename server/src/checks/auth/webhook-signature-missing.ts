import { distinctEvidence, isLive, mountChain, type Check } from '../check';

/** Webhooks of services that sign what they send, whose receiver looks at no signature. */
export const check: Check<'endpoint'> = {
  id: 'auth/webhook-signature-missing',
  about: 'endpoint',
  title: "A webhook's signature is not checked",
  why:
    'The address of a webhook is no secret: it stands in documentation, logs and settings pages. Who knows it can send events of their own (a paid invoice, a pushed commit, a deleted user), and the code believes them.',
  remedy:
    "Verify the signature that the service sends in a header before anything is done with the body: with the service's own library (`stripe.webhooks.constructEvent`, `Webhook.verify` of Svix) or with an HMAC over the raw body, compared by `crypto.timingSafeEqual`.",
  silent:
    'It is reported only for services that are known to sign, told by the words of the path or of the handler, where the whole handler was followed and takes the body. A secret in the path or the query, a guard that could not be followed, and any word of signatures in the code that runs keep it silent.',
  owasp: 'API2:2023',
  cwe: 345,
  severity: 'error',
  presets: ['recommended', 'strict'],
  run(endpoint) {
    const { unsignedWebhook: sender, id } = endpoint;
    if (sender === undefined || endpoint.auth.status !== 'none' || !isLive(endpoint)) return [];
    return [{
      place: endpoint,
      message: `${id} takes webhooks of ${sender} and checks no signature, so anyone can send events in the name of ${sender}; verify the signature header before the body is used.`,
      endpoint: id,
      subject: 'signature',
      related: distinctEvidence([...endpoint.auth.evidence, ...mountChain(endpoint)]),
      repairs: [],
    }];
  },
};
