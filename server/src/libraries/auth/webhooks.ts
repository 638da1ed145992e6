import type { NativeValue, Value } from '../../evaluate/value';
import { derived, native, object, TRUE } from '../../evaluate/value';
import { packages, verifying } from '../credentials';
import type { Library } from '../library';

/** A method that throws unless the signature among its arguments is that of the payload; `result` is what it gives. */
const signed = (by: string, position: number, result: (args: readonly Value[]) => Value): NativeValue => native(by, (m, call) =>
  verifying(m, call, { by }, call.args[position] ?? derived('signature', call.args), result(call.args)));

const event = (args: readonly Value[]): Value => derived('event', args);

/** Stripe (https://docs.stripe.com/webhooks#verify-official-libraries): `constructEvent(payload, header, secret)` throws for a false signature. */
function stripe(): NativeValue {
  const webhooks = object(['constructEvent', 'constructEventAsync'].map(name => [name, signed(`webhooks.${name} of stripe`, 1, event)] as const));
  return native('Stripe', (_m, call) => {
    const rest = derived('stripe', call.args);
    return { ...object([['webhooks', webhooks]]), spreads: [rest], open: true };
  }, [['webhooks', webhooks]]);
}

/** Svix and Standard Webhooks (https://www.standardwebhooks.com): `new Webhook(secret).verify(payload, headers)`. */
const webhook = (from: string): NativeValue => native('Webhook', () => object([['verify', signed(`Webhook.verify of ${from}`, 1, event)]]));

/** Upstash QStash (https://upstash.com/docs/qstash/howto/signature): `receiver.verify({ signature, body })`. */
const receiver = native('Receiver', () => object([['verify', native('Receiver.verify', (m, call) => {
  const [options] = call.args;
  const signature = options?.t === 'object' ? m.get(options, 'signature') : options;
  return verifying(m, call, { by: 'Receiver.verify of @upstash/qstash' }, signature ?? derived('signature', []), TRUE);
})]]));

/** Packages that check who sent a webhook, by the signature that came with it. */
export const library: Library = {
  name: 'webhook signatures',
  models: () => {
    const made = stripe();
    return packages({
      stripe: { default: made, Stripe: made },
      svix: { Webhook: webhook('svix') }, standardwebhooks: { Webhook: webhook('standardwebhooks') },
      '@upstash/qstash': { Receiver: receiver },
    });
  },
};
