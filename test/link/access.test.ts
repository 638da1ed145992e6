import { describe, expect, it } from 'vitest';
import { dialect as express } from '../../server/src/dialects/express/index';
import { library as prisma } from '../../server/src/libraries/prisma/index';
import { library as tokens } from '../../server/src/libraries/auth/tokens';
import type { DataAccess } from '../../server/src/model/access';
import type { Endpoint } from '../../server/src/model/api';
import { programOf } from '../harness/program';
import { prismaEntities } from '../libraries/entities';

const entities = prismaEntities({
  'prisma/schema.prisma': {
    User: { id: 'Int', role: 'String', orgId: 'Int' },
    Note: { id: 'Int', text: 'String', userId: 'Int', projectId: 'Int', project: 'Project' },
    Project: { id: 'Int', ownerId: 'Int' },
    Member: { id: 'Int', userId: 'Int', projectId: 'Int' },
  },
});

/** The endpoint `POST /x/{id}` behind a login, with this handler. */
function asked(body: string, before = ''): Endpoint {
  const text = `import express from 'express';
import jwt from 'jsonwebtoken';
import { PrismaClient } from '@prisma/client';
const db = new PrismaClient();
const app = express();
app.use((req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, process.env.KEY); next(); } catch { res.status(401).end(); } });
${before}
app.post('/x/:id', async (req, res) => { const { id } = req.params; ${body} });
app.listen(1);`;
  return programOf({ 'app.ts': text }, { dialects: [express], libraries: [prisma, tokens], entities }).endpoint('POST /x/{id}');
}

/** The last access of the handler. */
function last(body: string, before = ''): DataAccess {
  const found = asked(body, before).accesses.at(-1);
  if (!found) throw new Error(`nothing is asked by ${body}`);
  return found;
}

describe('what a filter is bound to', () => {
  const bound = (where: string, head = ''): readonly string[] => last(`${head} res.json(await db.note.findFirst({ where: ${where} }));`).filter.map(one => `${one.key}=${one.kind}${one.source === null ? '' : `:${one.source}.${one.name}`}`);
  it.each([
    ['{ id: Number(id) }', ['id=input:path.id']],
    ['{ id: req.body.note.id }', ['id=input:body.note.id']],
    ['{ id: req.query.id, userId: req.user.id }', ['id=input:query.id', 'userId=principal']],
    ['{ AND: [{ id: 1 }, { project: { ownerId: req.user.id } }] }', ['id=constant', 'project.ownerId=principal']],
    ['{ userId_projectId: { userId: req.user.id, projectId: id } }', ['userId=principal', 'projectId=input:path.id']],
    ['{ id: { in: req.body.ids } }', ['id=input:body.ids']],
  ])('%s', (where, expected) => { expect(bound(where)).toEqual(expected); });
  it('what was looked up for the caller is the caller\'s; what the client chose is a record', () => {
    expect(bound('{ projectId: me.orgId }', 'const me = await db.user.findUnique({ where: { id: req.user.id } });')).toEqual(['projectId=principal']);
    expect(bound('{ projectId: other.id }', 'const other = await db.project.findUnique({ where: { id } });')).toEqual(['projectId=record']);
  });
  it('what is written has keys, too', () => {
    expect(last('await db.note.create({ data: { text: req.body.text, userId: req.body.userId } }); res.end();').written.map(one => [one.key, one.kind, one.name])).toEqual([['text', 'input', 'text'], ['userId', 'input', 'userId']]);
  });
});

describe('whether the caller has a say', () => {
  const note = 'const note = await db.note.findUnique({ where: { id } });';
  const remove = 'await db.note.delete({ where: { id } }); res.end();';
  it.each<[boolean | null, string, string]>([
    [false, 'nothing is compared', `${note} res.json(note);`],
    [false, 'only that there is one', `${note} if (!note) return res.status(404).end(); ${remove}`],
    [false, 'something of the caller that has nothing to do with it', `if (!req.user.verified) return res.status(403).end(); ${remove}`],
    [false, 'a comparison of the record with a constant', `${note} if (note.text === 'locked') return res.status(403).end(); ${remove}`],
    [false, 'a member of another project', `const m = await db.member.findFirst({ where: { userId: req.user.id, projectId: req.body.projectId } }); if (!m) return res.status(403).end(); ${remove}`],
    [true, 'the owner in the filter', 'await db.note.deleteMany({ where: { id, userId: req.user.id } }); res.end();'],
    [true, 'the owner of what it belongs to', 'await db.note.deleteMany({ where: { id, project: { ownerId: req.user.id } } }); res.end();'],
    [true, 'a comparison before', `${note} if (note.userId !== req.user.id) return res.status(403).end(); ${remove}`],
    [true, 'a comparison that throws', `${note} if (note.userId !== req.user.id) throw Object.assign(new Error('no'), { status: 403 }); ${remove}`],
    [true, 'a comparison after, for what is read', `${note} if (note.userId !== req.user.id) return res.status(404).end(); res.json(note);`],
    [true, 'its own project, found for the caller', `const p = await db.project.findFirst({ where: { id: req.body.projectId, ownerId: req.user.id } }); if (!p) return res.status(404).end(); await db.note.delete({ where: { id, projectId: p.id } }); res.end();`],
    [null, 'a role that stands above', `if (req.user.role !== 'admin') return res.status(403).end(); ${remove}`],
    [null, 'a call out of sight that may ask', `await checkAccess(req.user, id); ${remove}`],
    [null, 'a filter that is not known', 'await db.note.deleteMany({ where: await unknown(id) }); res.end();'],
    [null, 'a comparison on some ways only', `${note} if (req.body.strict) { if (note.userId !== req.user.id) return res.status(403).end(); } ${remove}`],
  ])('%s: %s', (expected, _what, body) => { expect(last(body, "import { checkAccess, unknown } from 'elsewhere';").scoped).toBe(expected); });

  it('a middleware that looks up both is enough', () => {
    const member = `const member = async (req, res, next) => { const m = await db.member.findFirst({ where: { userId: req.user.id, projectId: req.params.id } }); if (!m) return res.status(403).end(); next(); };
app.use('/x/:id', member);`;
    expect(last('res.json(await db.note.findFirst({ where: { projectId: id } }));', member).scoped).toBe(true);
  });
});

describe('what a client says of its rights', () => {
  const claims = (body: string): readonly string[] => asked(body).claims.map(one => `${one.source}.${one.name}`);
  it('is believed where something is refused or written by it', () => {
    expect(claims("if (req.headers['x-role'] !== 'admin') return res.status(403).end(); res.end();")).toEqual(['header.x-role']);
    expect(claims('if (req.body.isAdmin) await db.note.deleteMany({}); res.end();')).toEqual(['body.isAdmin']);
  });
  it.each([
    ["if (req.user.role !== 'admin') return res.status(403).end(); res.end();"],
    ["if (!['admin', 'user'].includes(req.body.role)) return res.status(400).end(); await db.note.deleteMany({}); res.end();"],
    ["if (req.body.role === 'assistant') await db.note.deleteMany({}); res.end();"],
    ["if (req.query.role === 'admin') return res.json([]); res.json([1]);"],
    ['if (req.body.role) await db.user.update({ where: { id: req.user.id }, data: { role: req.body.role } }); res.end();'],
  ])('is none in %s', body => { expect(claims(body)).toEqual([]); });
});
