import { describe, expect, it } from 'vitest';
import type { DeclaredEntity } from '../../server/src/libraries/records';
import { isRecord } from '../../server/src/libraries/records';
import { answers, sent } from './served';

const entities = `import { Entity, Column, PrimaryGeneratedColumn, CreateDateColumn, OneToMany, ManyToOne, OneToOne, BaseEntity, DataSource } from 'typeorm';
import { Exclude } from 'class-transformer';
abstract class Stamped { @PrimaryGeneratedColumn() id: number; @CreateDateColumn() createdAt: Date; }
@Entity() class Profile { @PrimaryGeneratedColumn() id: number; @Column() phone: string; }
@Entity() class User extends Stamped {
  @Column() name: string; @Column({ select: false }) password: string; @Column({ default: 'user' }) role: string; @Column({ nullable: true }) bio?: string; @Column() @Exclude() token: string;
  @OneToMany(() => Post, post => post.author) posts: Post[]; @OneToOne(() => Profile, { eager: true }) profile: Profile;
  cached: string; get label() { return this.name; } view() { return { id: this.id, name: this.name }; }
}
@Entity() class Post { @PrimaryGeneratedColumn() id: number; @Column() title: string; @ManyToOne(() => User, user => user.posts) author: User; }
const source = new DataSource({}); const users = source.getRepository(User); const posts = source.getRepository(Post);`;
const paths = (body: string, head = entities, files: Readonly<Record<string, string>> = {}): readonly string[] => sent(body, head, { files }).paths;
const prefixed = (prefix: string, names: readonly string[]): string[] => names.map(name => `${prefix}${name}`);
const columns = ['bio', 'createdAt', 'id', 'name', 'role', 'token'];
const profile = ['profile.id', 'profile.phone'];
const user = [...columns, ...profile].sort();

// What is expected here is what typeorm 0.3 and 1.0 gave for the same calls over the same entities on sql.js.
describe('finders', () => {
  it('give all columns and eager relations, not those of `select: false`', () => {
    expect(paths('res.json(await users.find());')).toEqual(prefixed('[].', user));
    expect(paths('res.json(await users.findOneBy({ id: 1 }));')).toEqual(user);
    expect(paths('const [rows, n] = await users.findAndCount(); res.json({ rows, n });')).toEqual(['n', ...prefixed('rows[].', user)]);
    expect(paths('res.json(await users.find({ loadEagerRelations: false }));')).toEqual(prefixed('[].', columns));
  });
  it('know where fields come from', () => {
    const [{ shape }] = answers('res.json(await users.find({ select: { id: true, password: true } }));', entities, {});
    expect(shape.complete).toBe(true);
    expect(shape.fields.find(one => one.path === '[].password')).toMatchObject({ source: 'typeorm:User.password', class: 'credential', type: 'string' });
    expect(shape.query).toMatchObject({ library: 'typeorm', entity: 'User', operation: 'find' });
  });
  it('select by object or list, nested in relations', () => {
    expect(paths('res.json(await users.find({ select: { id: true, password: true, name: false } }));')).toEqual(prefixed('[].', ['id', 'password', ...profile]));
    expect(paths("res.json(await users.findOne({ select: ['id', 'name'], loadEagerRelations: false }));")).toEqual(['id', 'name']);
    expect(paths("res.json(await users.findOne(1, { select: ['id'], loadEagerRelations: false }));")).toEqual(['id']);
    expect(paths('res.json(await users.findOne({ select: { id: true }, relations: { posts: true }, loadEagerRelations: false }));')).toEqual(['id', 'posts[].id', 'posts[].title']);
    expect(paths('res.json(await users.findOne({ select: { id: true, posts: { title: true } }, relations: { posts: true }, loadEagerRelations: false }));')).toEqual(['id', 'posts[].title']);
    expect(paths('res.json(await users.findOne({ select: { id: true, posts: { title: true } }, loadEagerRelations: false }));')).toEqual(['id']);
    expect(paths("res.json(await posts.find({ relations: ['author', 'author.posts'] }));"))
      .toEqual([...prefixed('[].author.', [...columns, 'posts[].id', 'posts[].title', ...profile].sort()), '[].id', '[].title']);
  });
  it('that are given something unknown say nothing', () => {
    for (const call of ['find(req.body)', 'find({ select: req.query.fields })', 'find({ ...req.body })']) {
      const found = sent(`res.json(await users.${call});`, entities, {});
      expect([call, found.paths, found.complete]).toEqual([call, [], false]);
    }
    const raw = sent("res.json(await users.query('select 1'));", entities, {});
    expect([raw.paths, raw.complete]).toEqual([[], false]);
  });
  it('may find nothing', () => {
    expect(answers('const u = await users.findOneBy({ id: 1 }); if (!u) return res.status(404).json({ error: 1 }); res.json(u);', entities, {}).map(one => one.status)).toEqual([404, 200]);
  });
});

describe('writes', () => {
  it('`save` gives what it was given, hidden fields included, and what was generated', () => {
    expect(paths("res.json(await users.save({ name: req.body.name, password: hash(1), extra: 1 }));")).toEqual(['bio', 'createdAt', 'extra', 'id', 'name', 'password', 'role']);
    expect(paths("const u = users.create({ name: 'x', password: 'y', extra: 1 }); res.json(u);")).toEqual(['name', 'password']);
    expect(paths("const u = users.create({ name: 'x', password: 'y' }); await users.save(u); res.json(u);")).toEqual(['bio', 'createdAt', 'id', 'name', 'password', 'role']);
    expect(paths("const u = new User(); u.name = 'x'; u.password = hash('y'); await source.manager.save(u); res.json(u);")).toEqual(['bio', 'createdAt', 'id', 'name', 'password', 'role']);
    expect(paths('const u = await users.findOneBy({ id: 1 }); u.password = hash(1); res.json(await users.save(u));')).toEqual([...user, 'password'].sort());
    const [{ shape }] = answers("res.json(await users.save({ password: 'x' }));", entities, {});
    expect(shape.fields.find(one => one.path === 'password')?.source).toBe('typeorm:User.password');
  });
  it('of the request have what is required', () => {
    const found = sent('res.json(await users.save(users.create(req.body)));', entities, {});
    expect([found.paths, found.complete]).toEqual([['bio', 'createdAt', 'id', 'name', 'password', 'role', 'token'], false]);
  });
  it('by statements count', () => {
    expect(paths('res.json(await users.update(1, { name: 1 }));')).toEqual(['affected', 'generatedMaps', 'raw']);
    expect(paths('res.json(await users.delete(1));')).toEqual(['affected', 'raw']);
    expect(paths('res.json(await users.softDelete(1));')).toEqual(['affected', 'generatedMaps', 'raw']);
    expect(paths("res.json(await users.upsert({ name: 1 }, ['name']));")).toEqual(['generatedMaps', 'identifiers', 'raw']);
    expect(paths("res.json(await users.createQueryBuilder().delete().where('id = 1').execute());")).toEqual(['affected', 'raw']);
    expect(paths("res.json(await users.createQueryBuilder().softDelete().where('id = 1').execute());")).toEqual(['affected', 'generatedMaps', 'raw']);
  });
});

describe('query builders', () => {
  it('select aliases and columns; addSelect brings hidden ones back', () => {
    expect(paths("res.json(await users.createQueryBuilder('u').where('u.id = :id', { id: 1 }).getOne());")).toEqual(columns);
    expect(paths("res.json(await users.createQueryBuilder('u').addSelect('u.password').getMany());")).toEqual(prefixed('[].', [...columns, 'password'].sort()));
    expect(paths("res.json(await users.createQueryBuilder('u').select(['u.id', 'u.name']).getMany());")).toEqual(['[].id', '[].name']);
    expect(paths("const qb = users.createQueryBuilder('u'); qb.select('u.id'); if (req.query.q) qb.andWhere('x'); res.json(await qb.getMany());")).toEqual(['[].id']);
    expect(paths("res.json(await source.createQueryBuilder().select('u').from(User, 'u').getOne());")).toEqual(columns);
  });
  it('join', () => {
    expect(paths("res.json(await users.createQueryBuilder('u').select('u.id').leftJoinAndSelect('u.posts', 'p').getMany());")).toEqual(['[].id', '[].posts[].id', '[].posts[].title']);
    expect(paths("res.json(await posts.createQueryBuilder('p').leftJoinAndSelect('p.author', 'a').select(['p.id', 'a.name']).getOne());")).toEqual(['author.name', 'id']);
    expect(paths("res.json(await users.createQueryBuilder('u').select('u.id').leftJoin('u.posts', 'p').getOne());")).toEqual(['id']);
    expect(paths("res.json(await users.createQueryBuilder('u').select('u.id').leftJoinAndMapOne('u.first', 'u.posts', 'p').getOne());")).toEqual(['first.id', 'first.title', 'id']);
  });
  it('give raw rows', () => {
    expect(paths("res.json(await users.createQueryBuilder('u').addSelect('u.password').getRawMany());")).toEqual(prefixed('[].u_', [...columns, 'password'].sort()));
    expect(paths("res.json(await users.createQueryBuilder('u').select('u.name', 'n').addSelect('COUNT(*)', 'c').getRawOne());")).toEqual(['c', 'n']);
  });
});

describe('repositories', () => {
  it.each([
    ['a subclass', 'import { Repository } from "typeorm"; class Users extends Repository<User> { constructor(ds) { super(User, ds.createEntityManager()); } all() { return this.find({ select: { id: true }, loadEagerRelations: false }); } } const repo = new Users(source);'],
    ['extended', 'const repo = users.extend({ all() { return this.find({ select: { id: true }, loadEagerRelations: false }); } });'],
    ['of version 0.2', "import { EntityRepository, Repository, getCustomRepository } from 'typeorm'; @EntityRepository(User) class Users extends Repository<User> { all() { return this.find({ select: ['id'], loadEagerRelations: false }); } } const repo = getCustomRepository(Users);"],
    ['a manager', 'const repo = { all: () => source.manager.find(User, { select: { id: true }, loadEagerRelations: false }) };'],
    ['a transaction', 'const repo = { all: () => source.transaction(async em => em.getRepository(User).find({ select: { id: true }, loadEagerRelations: false })) };'],
    ['a query runner', 'const repo = { all: () => source.createQueryRunner().manager.find(User, { select: { id: true }, loadEagerRelations: false }) };'],
  ])('%s', (_name, more) => { expect(paths('res.json(await repo.all());', `${entities} ${more}`)).toEqual(['[].id']); });
  it('active records', () => {
    const head = "import { BaseEntity, Entity, Column, PrimaryGeneratedColumn } from 'typeorm'; @Entity() class A extends BaseEntity { @PrimaryGeneratedColumn() id: number; @Column() name: string; @Column({ select: false }) hash: string; static named(name) { return this.findOneBy({ name }); } }";
    expect(paths('res.json(await A.find());', head)).toEqual(['[].id', '[].name']);
    expect(paths("res.json(await A.named('x'));", head)).toEqual(['id', 'name']);
    const made = sent("const a = new A(); a.hash = hash('x'); await a.save(); res.json(a);", head, {});
    expect([made.paths, made.complete]).toEqual([['hash', 'id'], true]);
    expect(paths("res.json(await A.create({ name: 'x' }).save());", head)).toEqual(['id', 'name']);
  });
  it('entity schemas', () => {
    const head = `import { EntitySchema, DataSource } from 'typeorm'; const U = new EntitySchema({ name: 'User', columns: { id: { type: Number, primary: true, generated: true }, hash: { type: String, select: false }, name: { type: 'varchar' } },
      relations: { posts: { type: 'one-to-many', target: 'Post' } } }); new EntitySchema({ name: 'Post', columns: { title: { type: String } } }); const repo = new DataSource({}).getRepository(U);`;
    expect(paths('res.json(await repo.find({ relations: { posts: true } }));', head)).toEqual(['[].id', '[].name', '[].posts[].title']);
  });
});

describe('rows', () => {
  it('have the methods and getters of their class', () => {
    expect(paths('const u = await users.findOneByOrFail({ id: 1 }); res.json({ ...u.view(), label: u.label });')).toEqual(['id', 'label', 'name']);
    expect(paths('res.json(await repo.findOneByOrFail({ id: 1 }));', `${entities} @Entity() class Safe extends Stamped { @Column() hash: string; toJSON() { const { hash, ...rest } = this; return rest; } } const repo = source.getRepository(Safe);`)).toEqual(['createdAt', 'id']);
  });
  it('carry what class-transformer would drop', () => {
    const { value } = answers('res.json(await users.findOneByOrFail({ id: 1 }));', entities, {})[0].event;
    expect(isRecord(value) && [...value.state.excluded ?? []]).toEqual(['token']);
  });
  it('embedded classes are nested', () => {
    const head = "import { Entity, Column, DataSource } from 'typeorm'; class Name { @Column() first: string; @Column({ select: false }) secret: string; } @Entity() class A { @Column(() => Name) name: Name; } const repo = new DataSource({}).getRepository(A);";
    expect(paths('res.json(await repo.find());', head)).toEqual(['[].name.first']);
  });
  it('declare entities', () => {
    const all = sent('res.json(await users.find());', entities, {}).program.program.collected<DeclaredEntity>('entity');
    expect(all.map(one => [one.library, one.name, one.site.file])).toContainEqual(['typeorm', 'User', 'app.ts']);
    expect(all.find(one => one.name === 'User')?.fields.filter(one => ['password', 'posts', 'profile'].includes(one.name))).toEqual([
      { name: 'password', type: 'string', list: false, optional: false, relation: null, hidden: true },
      { name: 'posts', type: 'Post', list: true, optional: true, relation: 'Post', hidden: false },
      { name: 'profile', type: 'Profile', list: false, optional: true, relation: 'Profile', hidden: false },
    ]);
  });
});
