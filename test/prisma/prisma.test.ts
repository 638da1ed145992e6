import { describe, expect, it } from 'vitest';
import { linkEntities, parsePrismaSchema } from '../../server/src/syntax/prisma';

const schema = `generator client {
  provider = "prisma-client-js"
  previewFeatures = ["views",
    "x"]
}

datasource db { url = env("DATABASE_URL") }

/// A person. { not a block }
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique // { nor this
  name      String?  @map("full_name")
  role      Role     @default(USER)
  tags      String[]
  posts     Post[]
  address   Address?
  note      String   @default("a } brace and \\" quote")
  secret    String   @ignore
  point     Unsupported("circle")?
  created   DateTime @default(now()) @db.Timestamp(6)

  @@map("users")
  @@index([email,
    name])
}

model Post {
  id       Int  @id
  author   User @relation(fields: [authorId], references: [id], map: "ignore")
  authorId Int
}

model Gone {
  id Int @id
  @@ignore
}

type Address {
  street String
}

view Total { sum Int }

enum Role {
  USER
  ADMIN @map("admin")
}
`;

const names = (text: string): string[] => parsePrismaSchema('a.prisma', text).entities.map((entity) => entity.name);

describe('a Prisma schema', () => {
  const { entities, enums, errors } = parsePrismaSchema('db/schema.prisma', schema);

  it('gives models, views and composite types, not what is ignored', () => {
    expect(errors).toEqual([]);
    expect(entities.map((entity) => entity.name)).toEqual(['User', 'Post', 'Address', 'Total']);
    expect(entities.map((entity) => entity.embedded === true)).toEqual([false, false, true, false]);
    expect(entities[0]).toMatchObject({ library: 'prisma', file: 'db/schema.prisma', range: { start: { line: 10, column: 7 }, end: { line: 10, column: 11 } } });
  });

  it('gives the fields that the client has', () => {
    const field = (name: string, type: string, more = {}) => ({ name, type, list: false, optional: false, relation: null, hidden: false, ...more });
    expect(entities[0]?.fields).toEqual([
      field('id', 'Int'), field('email', 'String'), field('name', 'String', { optional: true }), field('role', 'Role'), field('tags', 'String', { list: true }),
      field('posts', 'Post', { list: true, relation: 'Post' }), field('address', 'Address', { optional: true }), field('note', 'String'), field('created', 'DateTime'),
    ]);
    expect(entities[1]?.fields.map((one) => [one.name, one.relation])).toEqual([['id', null], ['author', 'User'], ['authorId', null]]);
  });

  it('gives enums with their values', () => {
    expect([...enums]).toEqual([['Role', ['USER', 'ADMIN']]]);
  });

  it('links models of several files', () => {
    const user = parsePrismaSchema('user.prisma', 'model User {\n  posts Post[]\n}').entities;
    const post = parsePrismaSchema('post.prisma', 'model Post {\n  author User\n  place Place\n}\ntype Place {\n x Int\n}').entities;
    expect(user[0]?.fields[0]?.relation).toBeNull();
    const linked = linkEntities([...user, ...post, { ...post[0]!, name: 'Place', library: 'typeorm' }]);
    expect(linked[0]?.fields[0]?.relation).toBe('Post');
    expect(linked[1]?.fields.map((field) => field.relation)).toEqual(['User', null]);
  });

  it('reads CRLF, lone CR and no final newline alike', () => {
    for (const eol of ['\r\n', '\r']) expect(parsePrismaSchema('a.prisma', schema.replace(/\n/g, eol).trimEnd()).entities.map((entity) => entity.fields.length)).toEqual(entities.map((entity) => entity.fields.length));
  });
});

describe('a broken Prisma schema', () => {
  it('ends a block that was never closed where the next begins', () => {
    expect(names('model A {\n  id Int\n  b String @default(\nmodel B {\n  id Int\n}\n')).toEqual(['A', 'B']);
    expect(parsePrismaSchema('a.prisma', 'model A {\n  id Int\n').errors).toEqual([{ start: 6, end: 7, message: 'The block `A` is not closed.' }]);
  });

  it('leaves out a field without a type and says so', () => {
    const { entities, errors } = parsePrismaSchema('a.prisma', 'model A {\n  id Int\n  nam\n  ok Int\n}');
    expect(entities[0]?.fields.map((field) => field.name)).toEqual(['id', 'ok']);
    expect(errors).toEqual([{ start: 21, end: 24, message: 'The field `nam` has no type.' }]);
  });

  it('goes on behind a line that is none', () => {
    expect(names('modle A {\n id Int\n}\n}\nmodel {\nmodel B { id Int }\nmodel C {}')).toEqual(['B', 'C']);
  });

  it('never throws on mutilated text, and points into it', () => {
    let seed = 7;
    const random = (size: number): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % size;
    const litter = ['{', '}', '(', '"', '@@', '/*', '//', '[', '\0', '\ud800', '?', 'model X {'];
    for (let i = 0; i < 4000; i++) {
      const from = random(schema.length);
      const text = i % 2 === 0 ? schema.slice(0, from) + litter[random(litter.length)]! + schema.slice(from + random(5)) : schema.slice(0, from) + schema.slice(from + random(200));
      const parsed = parsePrismaSchema('a.prisma', text);
      for (const error of parsed.errors) expect(error.start >= 0 && error.start < error.end && error.end <= text.length).toBe(true);
    }
  });

  it('reads hostile repetition in linear time', () => {
    for (const part of ['model ', '(', '{', '"', '/*', '@', 'a ', '\n', 'model A {\n']) {
      const before = process.cpuUsage().user;
      parsePrismaSchema('a.prisma', part.repeat(100_000));
      expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
    }
  });
});
