import { describe, expect, it } from 'vitest';
import { prismaEntities } from './entities';
import { answers, sent } from './served';

const entities = prismaEntities({
  'prisma/schema.prisma': {
    User: { id: 'Int', email: 'String', name: 'String?', passwordHash: 'String', posts: 'Post[]', profile: 'Profile?' },
    Post: { id: 'Int', title: 'String', draft: 'Boolean', authorId: 'Int', author: 'User' },
    Profile: { id: 'Int', bio: 'String', userId: 'Int', user: 'User' },
  },
});
const client = `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();`;
const paths = (body: string, head = client, more: Readonly<Record<string, string>> = {}): readonly string[] => sent(body, head, { entities, files: more }).paths;
const user = ['email', 'id', 'name', 'passwordHash'];
const list = (names: readonly string[]): string[] => names.map(name => `[].${name}`);

describe('what a Prisma query gives', () => {
  it('is all scalars, no relations', () => {
    expect(paths('res.json(await prisma.user.findMany());')).toEqual(list(user));
    expect(paths('res.json(await prisma.user.findUnique({ where: { id: 1 } }));')).toEqual(user);
  });
  it.each(['create({ data: req.body })', 'update({ where: { id: 1 }, data: {} })', 'delete({ where: { id: 1 } })', 'upsert({ where: {}, create: {}, update: {} })', 'findFirstOrThrow()'])(
    'of %s is all scalars', call => { expect(paths(`res.json(await prisma.user.${call});`)).toEqual(user); });
  it('knows which field of which model it is, what it means and where it was asked for', () => {
    const [{ shape }] = answers('res.json(await prisma.user.findMany());', client, { entities });
    expect(shape.fields.find(one => one.path === '[].passwordHash')).toMatchObject({ source: 'prisma:User.passwordHash', class: 'credential', type: 'String' });
    expect(shape.fields.find(one => one.path === '[].email')).toMatchObject({ source: 'prisma:User.email', class: 'personal.contact' });
    expect(shape.query).toMatchObject({ library: 'prisma', entity: 'User', operation: 'findMany' });
    expect(shape.complete).toBe(true);
  });
  it('counts are numbers', () => {
    expect(paths('res.json(await prisma.user.deleteMany());')).toEqual(['count']);
    expect(paths('res.json({ n: await prisma.user.count() });')).toEqual(['n']);
    expect(paths("res.json(await prisma.user.groupBy({ by: ['email'], _count: { id: true } }));")).toEqual(['[]._count.id', '[].email']);
  });
});

describe('fields of records', () => {
  it('of different records may be equal', () => {
    const two = 'const post = await prisma.post.findFirst(); const owner = await prisma.user.findFirst();';
    expect(paths(`${two} if (post.authorId !== owner.id) return res.json({ no: 1 }); res.json({ yes: 1 });`)).toEqual(['no', 'yes']);
    expect(paths(`${two} if (owner.id === owner.id) return res.json({ yes: 1 }); res.json({ no: 1 });`)).toEqual(['yes']);
  });
});

describe('select, include and omit', () => {
  it('select leaves only what it names, nested too', () => {
    expect(paths('res.json(await prisma.user.findMany({ select: { id: true, name: true, email: false } }));')).toEqual(['[].id', '[].name']);
    expect(paths('res.json(await prisma.user.findMany({ select: { id: true, posts: { select: { title: true } } } }));')).toEqual(['[].id', '[].posts[].title']);
  });
  it('include brings the whole related entity', () => {
    expect(paths('res.json(await prisma.post.findFirst({ include: { author: true } }));')).toEqual([...user.map(name => `author.${name}`), 'authorId', 'draft', 'id', 'title']);
    expect(paths('res.json(await prisma.post.findFirst({ select: { author: true } }));')).toEqual(user.map(name => `author.${name}`));
    expect(paths('res.json(await prisma.post.findFirst({ select: { author: { include: { profile: { select: { bio: true } } } } } }));')).toEqual(
      ['author.email', 'author.id', 'author.name', 'author.passwordHash', 'author.profile.bio']);
    expect(paths('res.json(await prisma.user.findFirst({ select: { id: true, _count: { select: { posts: true } } } }));')).toEqual(['_count.posts', 'id']);
  });
  it('omit takes away, per query, per relation and per client; false gives back', () => {
    const global = "import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient({ omit: { user: { passwordHash: true } } });";
    const rest = ['email', 'id', 'name'];
    expect(paths('res.json(await prisma.user.findFirst({ omit: { passwordHash: true } }));')).toEqual(rest);
    expect(paths('res.json(await prisma.user.findFirst());', global)).toEqual(rest);
    expect(paths('res.json(await prisma.user.findFirst({ omit: { passwordHash: false } }));', global)).toEqual(user);
    expect(paths('res.json(await prisma.user.findFirst({ select: { passwordHash: true } }));', global)).toEqual(['passwordHash']);
    expect(paths('res.json(await prisma.post.findFirst({ include: { author: true }, omit: { title: true } }));', global)).toEqual([...rest.map(name => `author.${name}`), 'authorId', 'draft', 'id']);
    expect(paths('res.json(await prisma.post.findFirst({ select: { author: { omit: { email: true, passwordHash: true } } } }));')).toEqual(['author.id', 'author.name']);
  });
  it('are found where they are written as constants', () => {
    const head = `${client} import { Prisma } from '@prisma/client';
      const safe = { id: true, name: true } satisfies Prisma.UserSelect; const checked = Prisma.validator<Prisma.UserSelect>()({ ...safe, email: true });`;
    expect(paths('res.json(await prisma.user.findMany({ select: safe }));', head)).toEqual(['[].id', '[].name']);
    expect(paths('res.json(await prisma.user.findMany({ select: checked }));', head)).toEqual(['[].email', '[].id', '[].name']);
  });
  it('that are not known leave nothing to be said', () => {
    for (const args of ['req.body', '{ select: req.body.select }', '{ ...req.body }', '{ omit: pick(req.query.fields) }']) {
      const found = sent(`res.json(await prisma.user.findMany(${args}));`, client, { entities });
      expect([args, found.paths, found.complete]).toEqual([args, [], false]);
    }
    const some = sent('res.json(await prisma.user.findMany({ select: { id: true, passwordHash: req.query.all === "1" } }));', client, { entities });
    expect([some.paths, some.complete]).toEqual([['[].id'], false]);
  });
});

describe('clients', () => {
  it('run in transactions, extended, subclassed, and kept on the global object', () => {
    expect(paths('res.json(await prisma.$transaction(async tx => tx.user.findFirst()));')).toEqual(user);
    expect(paths('const [people, n] = await prisma.$transaction([prisma.user.findMany(), prisma.user.count()]); res.json({ people, n });')).toEqual(['n', ...user.map(name => `people[].${name}`)]);
    expect(paths('res.json(await db.user.findFirst());', "import { PrismaClient } from '@prisma/client'; class Db extends PrismaClient { constructor() { super({ omit: { user: { email: true } } }); } } const db = new Db();"))
      .toEqual(['id', 'name', 'passwordHash']);
    expect(paths('res.json(await prisma.user.findFirst());', "import { PrismaClient } from '@/generated/prisma'; const kept = globalThis as any; const prisma = kept.prisma ?? new PrismaClient(); kept.prisma = prisma;")).toEqual(user);
    expect(paths('res.json(await db.user.findFirst());', "const { PrismaClient } = require('../generated/client'); let db; if (process.env.NODE_ENV === 'production') db = new PrismaClient(); else { if (!global.db) global.db = new PrismaClient(); db = global.db; }")).toEqual(user);
    expect(sent('res.json(await prisma.user.findFirst());', "import { PrismaClient } from './generated'; const prisma = globalThis.prisma || new PrismaClient();", { entities }).complete).toBe(true);
    expect(paths('res.json(await shared.user.findFirst());', "import { shared } from './db';", { 'db.ts': `${client} export const shared = prisma;` })).toEqual(user);
  });
  it('extensions compute, hide and add', () => {
    const head = `${client} const db = prisma.$extends({
      result: { user: { passwordHash: { needs: {}, compute() { return undefined; } }, label: { needs: { name: true }, compute: u => \`\${u.name} <\${u.email}>\` } } },
      model: { user: { first() { return prisma.user.findFirst(); } } } });`;
    expect(paths('res.json(await db.user.findFirst());', head)).toEqual(['email', 'id', 'label', 'name']);
    expect(paths('res.json(await db.user.findFirst({ select: { id: true } }));', head)).toEqual(['id']);
    expect(paths('res.json(await db.user.first());', head)).toEqual(user);
    expect(paths('res.json(await db.user.findFirst({ where: {} }));', `${client} const db = prisma.$extends({ query: { user: { async findFirst({ args, query }) { return query({ ...args, select: { id: true } }); } } } });`)).toEqual(['id']);
  });
  it('raw queries are not known', () => {
    const found = sent('res.json(await prisma.$queryRaw`select * from users`);', client, { entities });
    expect([found.paths, found.complete]).toEqual([[], false]);
  });
  it('of several schemas the nearest counts', () => {
    const two = prismaEntities({ 'apps/a/prisma/schema.prisma': { User: { id: 'Int', secret: 'String' } }, 'apps/b/prisma/schema.prisma': { User: { key: 'Int' } } });
    const at = (file: string): readonly string[] => sent('res.json(await prisma.user.findFirst());', client, { entities: two, file }).paths;
    expect([at('apps/a/src/app.ts'), at('apps/b/src/app.ts')]).toEqual([['id', 'secret'], ['key']]);
  });
  it('without a schema are silent', () => {
    const found = sent('res.json(await prisma.user.findFirst());', client, {});
    expect([found.paths, found.complete]).toEqual([[], false]);
  });
});

describe('relations by calls', () => {
  it('give the related records', () => {
    expect(paths('res.json(await prisma.user.findUnique({ where: { id: 1 } }).posts({ select: { title: true } }));')).toEqual(['[].title']);
    expect(paths('res.json(await prisma.post.findUnique({ where: { id: 1 } }).author());')).toEqual(user);
  });
});

describe('what code makes of records', () => {
  it('fields keep their origin', () => {
    const [{ shape }] = answers('const u = await prisma.user.findFirst(); res.json({ mail: u.email, me: { hash: u?.passwordHash } });', client, { entities });
    expect(shape.fields.map(one => [one.path, one.source])).toEqual([['mail', 'prisma:User.email'], ['me.hash', 'prisma:User.passwordHash']]);
    expect(shape.query).toMatchObject({ entity: 'User', operation: 'findFirst' });
  });
  it('rest, spread, delete and undefined', () => {
    const found = 'const u = await prisma.user.findFirst();';
    expect(paths(`${found} const { passwordHash, ...rest } = u; res.json(rest);`)).toEqual(['email', 'id', 'name']);
    expect(paths(`${found} res.json({ ...u, passwordHash: undefined, x: 1 });`)).toEqual(['email', 'id', 'name', 'x']);
    expect(paths(`${found} delete u.passwordHash; res.json({ ...u });`)).toEqual(['email', 'id', 'name']);
    expect(paths(`${found} u.passwordHash = undefined; res.json(u);`)).toEqual(['email', 'id', 'name']);
    expect(paths(`${found} if (req.query.x) delete u.passwordHash; res.json(u);`)).toEqual(user);
    expect(paths('const all = await prisma.user.findMany(); res.json(all.map(({ passwordHash, ...rest }) => rest));')).toEqual(list(['email', 'id', 'name']));
    expect(paths('const all = await prisma.user.findMany(); all.forEach(u => { delete u.passwordHash; }); res.json(all);')).toEqual(list(['email', 'id', 'name']));
    expect(paths('const all = await prisma.user.findMany(); for (const u of all) delete u.passwordHash; res.json(all);')).toEqual(list(['email', 'id', 'name']));
  });
  it('a missing record is told from a found one', () => {
    const body = "const u = await prisma.user.findUnique({ where: { id: 1 } }); if (!u) return res.status(404).json({ error: 'none' }); res.json(u);";
    expect(answers(body, client, { entities }).map(one => [one.status, one.shape.fields.map(field => field.path).sort()])).toEqual([[404, ['error']], [200, user]]);
    expect(answers('const u = await prisma.user.findUniqueOrThrow(); if (!u) return res.status(404).json({}); res.json(1);', client, { entities }).map(one => one.status)).toEqual([200]);
  });
});

describe('the run is told', () => {
  it('about filters and data', () => {
    const run = sent('await prisma.post.update({ where: { id: Number(req.params.id) }, data: req.body }); res.json(1);', client, { entities }).run;
    const events = run.steps.flatMap(step => step.events).filter(event => event.kind === 'query');
    expect(events.map(event => event.via)).toEqual(['prisma:Post.update']);
    expect(events[0]?.detail).toMatchObject({ entity: 'Post', effect: 'update', where: { t: 'object' }, data: { t: 'sym', op: 'input', in: 'body' } });
  });
});
