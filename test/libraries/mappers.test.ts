import { describe, expect, it } from 'vitest';
import { prismaEntities } from './entities';
import { sent } from './served';

const entities = prismaEntities({ 'schema.prisma': { Token: { id: 'Int', secret: 'String', expiresAt: 'DateTime' }, User: { id: 'Int', name: 'String' } } });
const head = "import { PrismaClient } from '@prisma/client'; const db = new PrismaClient();";
const mapper = 'const plain = (o) => Array.isArray(o) ? o.map(plain) : Object.fromEntries(Object.entries(o).map(([k, v]) => [k, v instanceof Date ? v.toJSON() : plain(v)]));';
const guarded = 'const plain = (o) => { if (Array.isArray(o)) return o.map(plain); if (o === null || typeof o !== "object") return o; return Object.fromEntries(Object.entries(o).map(([k, v]) => [k, v instanceof Date ? v.toJSON() : plain(v)])); };';
const paths = (body: string, more = ''): readonly string[] => sent(body, `${head}\n${more}`, { entities }).paths;
const all = (at: string): string[] => ['expiresAt', 'id', 'secret'].map((name) => `${at}.${name}`);

describe('a list of lists of records', () => {
  it('is flattened', () => {
    expect(paths('const users = await db.user.findMany(); const lists = await Promise.all(users.map((user) => db.token.findMany())); res.json({ tokens: lists.flat() });')).toEqual(all('tokens[]'));
    expect(paths('const users = await db.user.findMany(); res.json({ tokens: (await Promise.all(users.flatMap((user) => db.token.findMany()))) });')).toEqual(all('tokens[]'));
    expect(paths('const lists = [await db.token.findMany(), []]; res.json({ tokens: lists.flat() });')).toEqual(all('tokens[]'));
    expect(paths('const a = await db.token.findMany(); res.json({ tokens: [req.body.a ? a : [], a].flat() });')).toEqual(all('tokens[]'));
  });
});

describe.each([['without a test for texts', mapper], ['with one', guarded]])('a mapper that calls itself, %s', (_what, more) => {
  it('keeps the fields of records', () => {
    expect(paths('res.json({ tokens: plain(await db.token.findMany()) });', more)).toEqual(all('tokens[]'));
    expect(paths('res.json({ token: plain(await db.token.findFirst()) });', more)).toEqual(all('token'));
    expect(paths('res.json(plain({ tokens: await db.token.findMany() }));', more)).toEqual(all('tokens[]'));
    expect(paths('const lists = [await db.token.findMany()]; res.json(plain({ tokens: lists.flat() }));', more)).toEqual(all('tokens[]'));
  });

});

it('a mapper that gives texts back keeps where they come from', () => {
  const { run } = sent('res.json({ tokens: plain(await db.token.findMany()) });', `${head}\n${guarded}`, { entities });
  expect(run.answers[0]?.shape.fields.find((one) => one.path === 'tokens[].secret')?.source).toBe('prisma:Token.secret');
});
