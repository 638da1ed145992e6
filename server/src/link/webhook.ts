import { conditionsOf } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import type { Value } from '../evaluate/value';
import type { Auth } from '../model/api';
import { segmentWords } from '../model/lexicon/path-terms';
import { textOf } from './caller';
import { termName } from './credentials';
import type { EndpointRun, StepRun } from './exchange';
import { endsOf } from './exchange';
import type { Places } from './places';

/** Services that sign the webhooks which they send, as they write themselves. */
const SIGNERS: ReadonlyMap<string, string> = new Map([
  ['stripe', 'Stripe'], ['github', 'GitHub'], ['gitlab', 'GitLab'], ['bitbucket', 'Bitbucket'], ['slack', 'Slack'], ['twilio', 'Twilio'], ['sendgrid', 'SendGrid'], ['mailgun', 'Mailgun'],
  ['resend', 'Resend'], ['shopify', 'Shopify'], ['paypal', 'PayPal'], ['paddle', 'Paddle'], ['lemonsqueezy', 'Lemon Squeezy'], ['lemon-squeezy', 'Lemon Squeezy'], ['clerk', 'Clerk'],
  ['workos', 'WorkOS'], ['svix', 'Svix'], ['hubspot', 'HubSpot'], ['intercom', 'Intercom'], ['linear', 'Linear'], ['plaid', 'Plaid'], ['razorpay', 'Razorpay'], ['adyen', 'Adyen'],
  ['calendly', 'Calendly'], ['vercel', 'Vercel'], ['square', 'Square'], ['paystack', 'Paystack'], ['flutterwave', 'Flutterwave'], ['zoom', 'Zoom'], ['typeform', 'Typeform'], ['woocommerce', 'WooCommerce'],
]);
const HOOK = /^(?:web-?hooks?|hooks?)$/;
const KEYED = /token|secret|key|signature|hash|hmac/i;
/** What code calls when it looks at a signature, by whatever means. */
const SIGNS = /signature|hmac|timingSafeEqual|constructEvent|verify|svix|digest|webhookSecret|WEBHOOK_SECRET|shared_?secret/i;

/** The names on the way to an endpoint, in words: segments of its path, then what its handler is called. */
function wordsOf({ endpoint: { components, handler } }: EndpointRun): readonly string[] {
  const segments = components.flatMap(one => one.text.split('/')).filter(part => part !== '' && !part.startsWith('{')).map(segmentWords);
  return [...segments, ...handler === null ? [] : [segmentWords(termName(handler))]];
}

/** The service whose webhook an endpoint is: `/webhooks/stripe`, `/stripe/webhook`, `stripe-webhook`; null when it is none that is known to sign. */
export function webhookSender(run: EndpointRun): string | null {
  const words = wordsOf(run);
  const parts = new Set(words.flatMap(word => [word, ...word.split('-')]));
  if (![...parts].some(part => HOOK.test(part))) return null;
  for (const [word, name] of SIGNERS) if (parts.has(word)) return name;
  return null;
}

/** The sender, when the handler takes what is sent, does something with it, and was seen to look at no signature. */
export function unsignedSender(run: EndpointRun, status: Auth['status'], places: Places): string | null {
  const { endpoint, steps, reads } = run;
  if (status !== 'none' || (endpoint.method !== 'POST' && endpoint.method !== 'ANY') || !run.reached || run.exhausted) return null;
  const sender = webhookSender(run);
  const handler = steps.find(one => one.step.kind === 'handler');
  if (sender === null || handler === undefined || handler.opaque) return null;
  if (!reads.some(read => read.in === 'body') || reads.some(read => (read.in === 'query' || read.in === 'path') && read.path.some(name => KEYED.test(name)))) return null;
  if (endpoint.components.some(one => /\{[^}]*(token|secret|key|signature|hash)/i.test(one.text))) return null;
  if (!handler.foreign && !handler.events.some(event => event.kind === 'query')) return null;
  if (steps.some(handsOver)) return null;
  // A name in any of its steps is enough to be silent.
  return steps.some(one => [...one.units].some(key => SIGNS.test(textOf(key, places) ?? ''))) ? null : sender;
}

/** Whether a step gives the request or its headers to code out of sight, which may look at the signature. */
function handsOver(step: StepRun): boolean {
  const whole = (value: Value): boolean => mentions(value, one => (one.t === 'model' && /request|context/i.test(one.type.name)) || (one.t === 'sym' && one.op === 'input' && one.in === 'header'));
  return endsOf(step).flatMap(way => conditionsOf(way, step.entry)).some(one => one.kind === 'called' && whole(one.value));
}
