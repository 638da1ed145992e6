import { NextResponse } from 'next/server';
import { z } from 'zod';
import { prisma } from '@/lib/prisma';
import { withAuth } from '@/lib/with-auth';

type Params = { id: string };

const change = z.object({ name: z.string().min(1) });

export const GET = withAuth<Params>(async (_request, { params }) => {
  const { id } = await params;
  const item = await prisma.item.findUnique({ where: { id: Number(id) } });
  if (!item) return NextResponse.json({ error: 'there is no such item' }, { status: 404 });
  return NextResponse.json(item);
});

export const PUT = withAuth<Params>(async (request, { params }) => {
  const { id } = await params;
  const body = change.safeParse(await request.json());
  if (!body.success) return NextResponse.json({ error: 'the body is not valid' }, { status: 400 });
  const item = await prisma.item.update({
    where: { id: Number(id) },
    data: { name: body.data.name },
    select: { id: true, name: true },
  });
  return NextResponse.json(item);
});
