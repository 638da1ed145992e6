import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, requireUser, send } from './http';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });
const change = z.object({ name: z.string().min(1) });

export async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', `http://${req.headers.host}`);
  const { pathname } = url;

  if (req.method === 'GET' && pathname === '/health') {
    send(res, 200, { status: 'ok' });
    return;
  }

  if (req.method === 'POST' && pathname === '/auth/login') {
    const parsed = credentials.safeParse(await readBody(req));
    if (!parsed.success) return send(res, 400, { error: 'the body is not valid' });
    const user = await prisma.user.findUnique({ where: { email: parsed.data.email } });
    if (!user || user.passwordHash !== hashPassword(parsed.data.password)) return send(res, 401, { error: 'e-mail or password is wrong' });
    return send(res, 200, { token: issueToken({ sub: user.id, role: user.role }) });
  }

  if (pathname === '/lookup' && req.method === 'GET') {
    const user = await prisma.user.findUnique({ where: { email: url.searchParams.get('email') ?? '' } });
    return send(res, 200, { exists: user !== null });
  }

  if (pathname === '/items') {
    switch (req.method) {
      case 'GET': {
        if (!requireUser(req, res)) return;
        return send(res, 200, await prisma.item.findMany({ select: { id: true, name: true } }));
      }
      case 'POST': {
        const { id, name } = await prisma.item.create({ data: (await readBody(req)) as { name: string; ownerId: number; apiSecret: string } });
        return send(res, 201, { id, name });
      }
      default:
        return send(res, 405, { error: 'not this way' });
    }
  }

  const item = /^\/items\/([^/]+)$/.exec(pathname);
  if (item) {
    const id = item[1];
    if (!requireUser(req, res)) return;
    if (req.method === 'GET') {
      const found = await prisma.item.findUnique({ where: { id: Number(id) } });
      return found === null ? send(res, 404, { error: 'there is no such item' }) : send(res, 200, found);
    }
    if (req.method === 'PUT') {
      const parsed = change.safeParse(await readBody(req));
      if (!parsed.success) return send(res, 400, { error: 'the body is not valid' });
      return send(res, 200, await prisma.item.update({ where: { id: Number(id) }, data: parsed.data, select: { id: true, name: true } }));
    }
    return send(res, 405, { error: 'not this way' });
  }

  if (pathname.startsWith('/admin/')) {
    const claims = requireUser(req, res);
    if (!claims) return;
    if (claims.role !== 'admin') return send(res, 403, { error: 'not for you' });
    if (req.method === 'GET' && pathname === '/admin/users') {
      const all = await prisma.user.findMany();
      return send(res, 200, all.map(({ id, email, role }) => ({ id, email, role })));
    }
    const [, id] = /^\/admin\/users\/(\d+)$/.exec(pathname) ?? [];
    if (req.method === 'DELETE' && id !== undefined) {
      await prisma.user.delete({ where: { id: Number(id) } });
      res.statusCode = 204;
      res.end();
      return;
    }
  }

  const file = /^\/files\/(?<name>[\w.-]+)$/.exec(pathname);
  if (file && req.method === 'GET') {
    if (!requireUser(req, res)) return;
    const [, name] = file;
    return send(res, 200, { name, size: name.length });
  }

  send(res, 404, { error: 'there is nothing here' });
}
