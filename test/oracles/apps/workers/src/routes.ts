import { z } from 'zod';
import { guarded } from './guards';
import { prisma } from './lib/db';
import { hashPassword } from './lib/password';
import { issueToken } from './lib/token';

export interface Context {
  readonly request: Request;
  readonly url: URL;
  readonly value: string;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: (context: Context) => Response | Promise<Response>;
}

const credentials = z.object({ email: z.email(), password: z.string().min(1) });
const change = z.object({ name: z.string().min(1) });
const wrong = (status: number, error: string): Response => Response.json({ error }, { status });

export const routes: readonly Route[] = [
  { method: 'GET', pattern: /^\/health$/, handle: () => new Response(JSON.stringify({ status: 'ok' }), { headers: { 'content-type': 'application/json' } }) },
  {
    method: 'POST',
    pattern: /^\/auth\/login$/,
    handle: async ({ request }) => {
      const parsed = credentials.safeParse(await request.json());
      if (!parsed.success) return wrong(400, 'the body is not valid');
      const user = await prisma.user.findUnique({ where: { email: parsed.data.email } });
      if (!user || user.passwordHash !== hashPassword(parsed.data.password)) return wrong(401, 'e-mail or password is wrong');
      return Response.json({ token: issueToken({ sub: user.id, role: user.role }) });
    },
  },
  {
    method: 'GET',
    pattern: /^\/lookup$/,
    handle: async ({ url }) => {
      const user = await prisma.user.findUnique({ where: { email: url.searchParams.get('email') ?? '' } });
      return Response.json({ exists: user !== null });
    },
  },
  { method: 'GET', pattern: /^\/items$/, handle: guarded(async () => Response.json(await prisma.item.findMany({ select: { id: true, name: true } }))) },
  {
    method: 'POST',
    pattern: /^\/items$/,
    handle: async ({ request }) => {
      const { id, name } = await prisma.item.create({ data: await request.json() });
      return Response.json({ id, name }, { status: 201 });
    },
  },
  {
    method: 'GET',
    pattern: /^\/items\/(?<id>\d+)$/,
    handle: guarded(async ({ value }) => {
      const item = await prisma.item.findUnique({ where: { id: Number(value) } });
      return item === null ? wrong(404, 'there is no such item') : Response.json(item);
    }),
  },
  {
    method: 'PUT',
    pattern: /^\/items\/(?<id>\d+)$/,
    handle: guarded(async ({ request, value }) => {
      const parsed = change.safeParse(await request.json());
      if (!parsed.success) return wrong(400, 'the body is not valid');
      return Response.json(await prisma.item.update({ where: { id: Number(value) }, data: parsed.data, select: { id: true, name: true } }));
    }),
  },
  {
    method: 'GET',
    pattern: /^\/admin\/users$/,
    handle: guarded(async () => {
      const all = await prisma.user.findMany();
      return Response.json(all.map(({ id, email, role }) => ({ id, email, role })));
    }, 'admin'),
  },
  {
    method: 'DELETE',
    pattern: /^\/admin\/users\/(?<id>\d+)$/,
    handle: guarded(async ({ value }) => {
      await prisma.user.delete({ where: { id: Number(value) } });
      return new Response(null, { status: 204 });
    }, 'admin'),
  },
  { method: 'GET', pattern: /^\/files\/(?<name>[^/]+)$/, handle: guarded(({ value }) => Response.json({ name: value, size: value.length })) },
];
