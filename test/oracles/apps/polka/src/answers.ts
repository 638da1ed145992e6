import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodType } from 'zod';

/** Sends JSON with a status. */
export function json(res: ServerResponse, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify(body));
}

/** Reads a body of JSON before what needs one. */
export async function withBody(req: IncomingMessage & { body?: unknown }, _res: ServerResponse, next: () => void): Promise<void> {
  let text = '';
  for await (const chunk of req) text += chunk;
  req.body = text === '' ? {} : JSON.parse(text);
  next();
}

export const valid = (schema: ZodType) => (req: { body?: unknown }, res: ServerResponse, next: () => void): void => {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) {
    json(res, 400, { error: 'the body is not valid' });
    return;
  }
  req.body = parsed.data;
  next();
};
