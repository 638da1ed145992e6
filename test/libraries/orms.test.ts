import { describe, expect, it } from 'vitest';
import { dialect as express } from '../../server/src/dialects/express/index';
import { library as drizzle } from '../../server/src/libraries/drizzle/index';
import { library as sequelize } from '../../server/src/libraries/sequelize/index';
import type { Endpoint } from '../../server/src/model/api';
import { programOf } from '../harness/program';

/** What the handler of `POST /x` asks, and what its answer has. */
function run(body: string, head: string): { readonly fields: readonly string[]; readonly asked: readonly string[] } {
  const text = `import express from 'express';\n${head}\nconst app = express();\napp.post('/x', async (req, res) => { ${body} });\napp.listen(1);`;
  const endpoint: Endpoint = programOf({ 'app.ts': text }, { dialects: [express], libraries: [drizzle, sequelize] }).endpoint('POST /x');
  return {
    fields: endpoint.responses.flatMap(one => one.fields.map(field => field.path)).sort(),
    asked: endpoint.accesses.map(one => `${one.effect} ${one.entity} by ${one.filter.map(each => each.key).join()} with ${one.written.map(each => each.key).join()}`),
  };
}

describe('Drizzle', () => {
  const head = `import { pgTable, serial, text, integer } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
import { and, eq } from 'drizzle-orm';
const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name').notNull(), age: integer('age') });
const db = drizzle(process.env.URL, { schema: { users } });`;
  it.each<[string, readonly string[], readonly string[]]>([
    ['res.json(await db.select().from(users).where(eq(users.id, req.body.id)));', ['[].age', '[].id', '[].name'], ['read users by id with ']],
    ['res.json(await db.select({ who: users.name }).from(users));', ['[].who'], ['read users by  with ']],
    ['const [one] = await db.select().from(users).where(and(eq(users.id, 1), eq(users.age, req.body.age))).limit(1); res.json({ name: one.name });', ['name'], ['read users by id,age with ']],
    ['res.json(await db.insert(users).values({ name: req.body.name }).returning());', ['[].age', '[].id', '[].name'], ['create users by  with name']],
    ['await db.update(users).set({ name: req.body.name }).where(eq(users.id, 1)); res.end();', [], ['update users by id with name']],
    ['await db.delete(users).where(eq(users.id, 1)); res.end();', [], ['delete users by id with ']],
    ['res.json(await db.query.users.findFirst({ where: eq(users.id, 1), columns: { name: true } }));', ['name'], ['read users by id with ']],
  ])('%s', (body, fields, asked) => { expect(run(body, head)).toEqual({ fields, asked }); });
});

describe('Sequelize', () => {
  const head = `import { Sequelize, DataTypes, Model } from 'sequelize';
const sequelize = new Sequelize(process.env.URL);
const User = sequelize.define('User', { name: DataTypes.STRING });
class Note extends Model {}
Note.init({ text: DataTypes.STRING }, { sequelize, modelName: 'Note' });
Note.belongsTo(User, { as: 'owner' });`;
  it.each<[string, readonly string[], readonly string[]]>([
    ['res.json(await User.findByPk(req.body.id));', ['id', 'name'], ['read User by id with ']],
    ["res.json(await Note.findAll({ where: { text: 'x' }, attributes: ['id', 'ownerId'] }));", ['[].id', '[].ownerId'], ['read Note by text with ']],
    ['await Note.update({ text: req.body.text }, { where: { id: 1 } }); res.end();', [], ['update Note by id with text']],
    ['await Note.create({ text: req.body.text, ownerId: req.body.owner }); res.end();', [], ['create Note by  with text,ownerId']],
    ['const note = await Note.findOne({ where: { id: 1 } }); await note.destroy(); res.end();', [], ['read Note by id with ', 'delete Note by id with ']],
  ])('%s', (body, fields, asked) => { expect(run(body, head)).toEqual({ fields, asked }); });
});
