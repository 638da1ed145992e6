import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyToken, type Claims } from './lib/token';

export function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

export async function readBody(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Who asks; answers with 401 when nobody does. */
export function requireUser(req: IncomingMessage, res: ServerResponse): Claims | null {
  const header = req.headers.authorization ?? '';
  const claims = header.startsWith('Bearer ') ? verifyToken(header.slice('Bearer '.length)) : null;
  if (claims === null) send(res, 401, { error: 'sign in first' });
  return claims;
}
