import { createHash } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { z } from 'zod';
import { prisma } from '@/lib/prisma';
import { issueToken } from '@/lib/token';

const credentials = z.object({ email: z.email(), password: z.string().min(1) });

export async function POST(request: NextRequest) {
  const body = credentials.safeParse(await request.json());
  if (!body.success) return NextResponse.json({ error: 'the body is not valid' }, { status: 400 });

  const user = await prisma.user.findUnique({ where: { email: body.data.email } });
  if (!user || user.passwordHash !== createHash('sha256').update(body.data.password).digest('hex')) {
    return NextResponse.json({ error: 'e-mail or password is wrong' }, { status: 401 });
  }
  return NextResponse.json({ token: issueToken({ sub: String(user.id), role: user.role }) });
}
