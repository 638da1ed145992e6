/** A segment of a path in words: `resetPassword` and `reset_password` are `reset-password`. */
export const segmentWords = (segment: string): string => segment.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase().replace(/_/g, '-');

/** Last segments of paths that only say whether the service runs, or serve what every site has. */
export const healthWords: ReadonlySet<string> = new Set([
  'health', 'healthz', 'healthcheck', 'health-check', 'ready', 'readyz', 'readiness', 'live', 'livez', 'liveness', 'ping', 'status', 'version', 'robots.txt', 'sitemap.xml', 'favicon.ico', 'up', 'alive',
]);

/** Last segments at which identity providers come back, or at which their keys are. */
export const callbackWords: ReadonlySet<string> = new Set(['callback', 'acs', 'jwks', 'jwks.json']);

/** Segments below which a protocol says what is served, not an API's document. */
export const protocolWords: ReadonlySet<string> = new Set(['.well-known', 'oauth', 'oauth2', 'oidc', 'openid', 'saml', 'saml2', 'scim']);

/** Services that call webhooks: `/webhooks/stripe` receives, while `/webhooks` may be an API's own resource. */
export const webhookSenders: ReadonlySet<string> = new Set([
  'stripe', 'github', 'gitlab', 'bitbucket', 'slack', 'discord', 'telegram', 'whatsapp', 'facebook', 'meta', 'twilio', 'sendgrid', 'mailgun', 'postmark', 'resend', 'ses', 'shopify', 'paypal',
  'paddle', 'lemonsqueezy', 'clerk', 'workos', 'svix', 'hubspot', 'intercom', 'segment', 'linear', 'jira', 'plaid', 'razorpay', 'mollie', 'adyen', 'calendly', 'dub', 'sanity', 'contentful', 'vercel',
]);
