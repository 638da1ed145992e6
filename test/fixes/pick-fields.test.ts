import { describe, expect, it } from 'vitest';
import { pickFields } from '../../server/src/fixes/pick-fields';
import type { Entity, ResponseField } from '../../server/src/model/api';
import { at } from '../checks/models';
import { after, contextOf, registered, sent, type Files } from './workspace';

const columns = (library: string, names: readonly string[]): Entity => ({
  name: 'User', library, file: 'x', range: at(1),
  fields: [...names.map((name) => ({ name, type: 'String', list: false, optional: false, relation: null, hidden: false })), { name: 'posts', type: 'Post', list: true, optional: false, relation: 'Post', hidden: false }],
});

/** The text after the fix; `query` and `place` are pieces of the text. */
function fixed(library: string, before: string, query: string, place: string, fields: readonly (readonly [string, string])[], more: Files = {}): string | undefined {
  const files: Files = { 'src/users.ts': before, ...more };
  const shown = fields.map(([path, source]): ResponseField => ({ path, type: 'string', class: 'credential', source: `${library}:${source}` }));
  const response = sent(files, 'src/users.ts', place, { piece: query, library, entity: 'User' }, shown);
  const endpoint = registered(files, 'GET /users', 'src/users.ts', place, { responses: [response] });
  const context = contextOf(files, [endpoint], { entities: [columns(library, ['id', 'name', 'passwordHash'])] });
  const source = response.query;
  const [first, ...others] = pickFields({ kind: 'pickFields', endpoint: 'GET /users', fields: fields.map(([path]) => path), source: source === null ? null : { file: source.file, start: source.start, end: source.end } }, context);
  expect(others).toEqual([]);
  expect(first?.safe ?? false).toBe(false);
  return first === undefined ? undefined : after(files, first)['src/users.ts'];
}

const hash = [['passwordHash', 'User.passwordHash']] as const;
const send = 'res.json(user)';

describe('taking fields out of a Prisma query', () => {
  const prisma = (query: string, fields: readonly (readonly [string, string])[] = hash, more: Files = {}): string | undefined => {
    const after = fixed('prisma', `const user = await ${query};\nres.json(user);\n`, query, send, fields, more);
    return after?.replace(/^const user = await /, '').replace(/;\nres\.json\(user\);\n$/, '');
  };
  it.each([
    ['db.user.findMany()', 'db.user.findMany({ omit: { passwordHash: true } })'],
    ['db.user.findUnique({ where: { id } })', 'db.user.findUnique({ where: { id }, omit: { passwordHash: true } })'],
    ['db.user.findUnique({\n\twhere: { id },\n})', 'db.user.findUnique({\n\twhere: { id },\n\tomit: { passwordHash: true },\n})'],
    ['db.user.findUnique({\r\n  where: { id } // by id\r\n})', 'db.user.findUnique({\r\n  where: { id }, // by id\r\n  omit: { passwordHash: true }\r\n})'],
    ['db.user.create({ data, include: { posts: true } })', 'db.user.create({ data, include: { posts: true }, omit: { passwordHash: true } })'],
    ['db.user.findMany({ select: { id: true, passwordHash: true, name: true } })', 'db.user.findMany({ select: { id: true, name: true } })'],
    ['db.user.findMany({ select: { id: true, passwordHash: true } })', 'db.user.findMany({ select: { id: true } })'],
    ['db.user.findMany({\n  select: {\n    id: true,\n    passwordHash: true, // why\n  },\n})', 'db.user.findMany({\n  select: {\n    id: true,\n  },\n})'],
    ['db.user.findMany({ omit: { email: true } })', 'db.user.findMany({ omit: { email: true, passwordHash: true } })'],
    ['db.user.findMany({ omit: { passwordHash: false } })', 'db.user.findMany({ omit: { passwordHash: true } })'],
  ])('%s', (before, expected) => {
    expect(prisma(before)).toBe(expected);
  });

  it.each(['db.user.findMany(args)', 'db.user.findMany({ select: fields })', 'db.user.findMany({ select: { passwordHash: true } })'])('gives up on %s', (before) => {
    expect(prisma(before)).toBe(undefined);
  });

  it('takes several fields at once', () => {
    expect(prisma('db.user.findMany()', [['passwordHash', 'User.passwordHash'], ['salt', 'User.salt']])).toBe('db.user.findMany({ omit: { passwordHash: true, salt: true } })');
    expect(prisma('db.user.findMany({ select: { salt: true, id: true, passwordHash: true } })', [['passwordHash', 'User.passwordHash'], ['salt', 'User.salt']])).toBe('db.user.findMany({ select: { id: true } })');
  });

  it.each([
    ['db.post.findMany({ include: { author: true } })', 'db.post.findMany({ include: { author: { omit: { passwordHash: true } } } })'],
    ['db.post.findMany({ include: { author: { include: { team: true } } } })', 'db.post.findMany({ include: { author: { include: { team: true }, omit: { passwordHash: true } } } })'],
    ['db.post.findMany({ select: { author: { select: { id: true, passwordHash: true } } } })', 'db.post.findMany({ select: { author: { select: { id: true } } } })'],
  ])('reaches into a relation: %s', (before, expected) => {
    expect(prisma(before, [['[].author.passwordHash', 'Author.passwordHash']])).toBe(expected);
  });

  it.each([
    ['6.1.0', 'db.user.findMany({ select: { id: true, name: true } })'], ['^5.16.0', 'db.user.findMany({ select: { id: true, name: true } })'],
    ['6.2.0', 'db.user.findMany({ omit: { passwordHash: true } })'], ['^6.0.0', 'db.user.findMany({ omit: { passwordHash: true } })'], ['7.0.0', 'db.user.findMany({ omit: { passwordHash: true } })'],
  ])('writes what version %s knows', (version, expected) => {
    expect(prisma('db.user.findMany()', hash, { 'package.json': `{ "dependencies": { "@prisma/client": "${version}" } }` })).toBe(expected);
  });

  it('does not mix select and include where omit is not known', () => {
    expect(prisma('db.user.findMany({ include: { posts: true } })', hash, { 'package.json': '{ "dependencies": { "@prisma/client": "5.0.0" } }' })).toBe(undefined);
  });

  it('leaves a query alone whose field the code reads itself', () => {
    const query = 'db.user.findFirst({ where })';
    const text = (use: string): string => `async function f() {\n  const user = await ${query};\n  ${use}\n  res.json(user);\n}\n`;
    expect(fixed('prisma', text('verify(user.passwordHash);'), query, send, hash)).toBe(undefined);
    expect(fixed('prisma', text('const { passwordHash } = user;'), query, send, hash)).toBe(undefined);
    expect(fixed('prisma', text('verify(user.name);'), query, send, hash)).toContain('omit: { passwordHash: true }');
  });
});

describe('taking fields out of a Mongoose query', () => {
  const mongoose = (query: string, piece: string): string | undefined => {
    const after = fixed('mongoose', `const user = await ${query};\nres.json(user);\n`, piece, send, hash);
    return after?.replace(/^const user = await /, '').replace(/;\nres\.json\(user\);\n$/, '');
  };
  it.each([
    ['User.findById(id)', 'User.findById(id)', "User.findById(id).select('-passwordHash')"],
    ['User.find().sort("name").lean()', 'User.find()', 'User.find().select("-passwordHash").sort("name").lean()'],
    ['User.find().lean()', 'User.find().lean()', "User.find().select('-passwordHash').lean()"],
    ["User.find().select('name passwordHash')", 'User.find()', "User.find().select('name')"],
    ["User.find().select('-email')", 'User.find()', "User.find().select('-email -passwordHash')"],
    ["User.find().select('+passwordHash +email')", 'User.find()', "User.find().select('+email')"],
    ['User.findOneAndUpdate({ _id }, { name }, { new: true })', 'User.findOneAndUpdate({ _id }, { name }, { new: true })', "User.findOneAndUpdate({ _id }, { name }, { new: true }).select('-passwordHash')"],
  ])('%s', (before, piece, expected) => {
    expect(mongoose(before, piece)).toBe(expected);
  });

  it.each([['User.create(data)', 'User.create(data)'], ['User.find().select(fields)', 'User.find()'], ["User.find({}, 'name passwordHash')", "User.find({}, 'name passwordHash')"], ['User.aggregate([])', 'User.aggregate([])']])('gives up on %s', (before, piece) => {
    expect(mongoose(before, piece)).toBe(undefined);
  });
});

describe('taking fields out of a TypeORM query', () => {
  const typeorm = (query: string): string | undefined => {
    const after = fixed('typeorm', `const user = await ${query};\nres.json(user);\n`, query, send, hash);
    return after?.replace(/^const user = await /, '').replace(/;\nres\.json\(user\);\n$/, '');
  };
  it.each([
    ['users.find()', 'users.find({ select: { id: true, name: true } })'],
    ['users.findOne({ where: { id } })', 'users.findOne({ where: { id }, select: { id: true, name: true } })'],
    ['users.findOneBy({ id })', 'users.findOne({ where: { id }, select: { id: true, name: true } })'],
    ["users.find({ select: ['id', 'passwordHash'] })", "users.find({ select: ['id'] })"],
    ['users.find({ select: { passwordHash: true, id: true } })', 'users.find({ select: { id: true } })'],
  ])('%s', (before, expected) => {
    expect(typeorm(before)).toBe(expected);
  });

  it.each(['users.save(user)', 'users.find(options)', "users.createQueryBuilder('u').getMany()"])('gives up on %s', (before) => {
    expect(typeorm(before)).toBe(undefined);
  });
});

describe('taking fields out of the literal that writes them', () => {
  const query = 'db.user.findFirst({ where })';
  const literal = (place: string, path = 'passwordHash'): string | undefined => {
    const after = fixed('prisma', `const user = await ${query};\n${place};\n`, query, place, [[path, 'User.passwordHash']]);
    return after === undefined || !after.startsWith(`const user = await ${query};\n`) ? undefined : after.slice(`const user = await ${query};\n`.length, -2);
  };
  it.each([
    ['res.json({ id: user.id, passwordHash: user.passwordHash })', 'res.json({ id: user.id })', undefined],
    ['res.json({ passwordHash: user.passwordHash, id: user.id })', 'res.json({ id: user.id })', undefined],
    ['res.json({\n  id: user.id,\n  // for the app\n  passwordHash: user.passwordHash,\n})', 'res.json({\n  id: user.id,\n  // for the app\n})', undefined],
    ['res.json({\n  passwordHash: user.passwordHash,\n})', 'res.json({\n})', undefined],
    ['res.status(200).json({ user: { id, passwordHash } })', 'res.status(200).json({ user: { id } })', 'user.passwordHash'],
    ['res.json({ users: all.map((u) => ({ id: u.id, passwordHash: u.passwordHash })) })', 'res.json({ users: all.map((u) => ({ id: u.id })) })', 'users[].passwordHash'],
  ])('%s', (before, expected, path) => {
    expect(literal(before, path)).toBe(expected);
  });

  it('turns to the query when the literal sends the whole record', () => {
    expect(fixed('prisma', 'const user = await db.user.findFirst({ where });\nres.json({ user });\n', query, 'res.json({ user })', [['user.passwordHash', 'User.passwordHash']]))
      .toBe('const user = await db.user.findFirst({ where, omit: { passwordHash: true } });\nres.json({ user });\n');
  });
});
