import { describe, expect, it } from 'vitest';
import { dialect as next } from '../../server/src/dialects/next/index';
import { libraries } from '../../server/src/libraries/index.generated';
import { programOf } from '../harness/program';

function verdict(route: string): string {
  const files = { 'package.json': '{ "name": "a", "dependencies": { "next": "15.0.0" } }', 'app/api/x/route.ts': route };
  return programOf(files, { dialects: [next], libraries }).endpoint('POST /api/x').auth.status;
}
const handler = (body: string): string => `export async function POST(req) { const body = await req.text(); ${body} return Response.json({ received: true }); }`;
const caught = (call: string): string => `let event; try { event = ${call}; } catch { return new Response('bad', { status: 400 }); } console.log(event);`;

describe('webhooks are called by whoever can sign', () => {
  it('of Stripe', () => {
    const head = "import Stripe from 'stripe'; const stripe = new Stripe('k');";
    const signature = "const sig = req.headers.get('stripe-signature');";
    expect(verdict(`${head} ${handler(signature + caught('stripe.webhooks.constructEvent(body, sig, process.env.SECRET)'))}`)).toBe('required');
    expect(verdict(`${head} ${handler(`${signature} const event = await stripe.webhooks.constructEventAsync(body, sig, process.env.SECRET);`)}`)).toBe('required');
    expect(verdict(`${head} ${handler(signature + caught('JSON.parse(body)'))}`)).not.toBe('required');
    // Who goes on after a false signature has checked nothing.
    expect(verdict(`${head} ${handler(`${signature} try { stripe.webhooks.constructEvent(body, sig, 's'); } catch (error) { console.log(error); }`)}`)).not.toBe('required');
  });
  it('of Svix and Standard Webhooks', () => {
    for (const from of ['svix', 'standardwebhooks']) {
      expect(verdict(`import { Webhook } from '${from}'; ${handler(caught("new Webhook(process.env.S).verify(body, { 'svix-signature': req.headers.get('svix-signature') })"))}`)).toBe('required');
    }
  });
  it('of QStash', () => {
    const head = "import { Receiver } from '@upstash/qstash'; const receiver = new Receiver({ currentSigningKey: 'a' });";
    expect(verdict(`${head} ${handler("const ok = await receiver.verify({ signature: req.headers.get('Upstash-Signature'), body }); if (!ok) return new Response('no', { status: 401 });")}`)).toBe('required');
  });
});
