import { describe, expect, it } from 'vitest';
import type { DeclaredEntity } from '../../server/src/libraries/records';
import { answers, sent } from './served';

const schemas = `import mongoose, { Schema, model } from 'mongoose';
const userSchema = new Schema({
  name: String, email: { type: String, required: true }, password: { type: String, required: true, select: false }, role: { type: String, default: 'user' },
  address: { city: String, zip: { type: String, select: false } }, tags: [String], posts: [{ type: Schema.Types.ObjectId, ref: 'Post' }],
}, { timestamps: true });
const User = model('User', userSchema);
const Post = mongoose.model('Post', new mongoose.Schema({ title: String, author: { type: mongoose.Schema.Types.ObjectId, ref: 'User' }, comments: [{ text: String, by: { type: Schema.Types.ObjectId, ref: 'User' } }] }, { versionKey: false }));
`;
const paths = (body: string, head = schemas, files: Readonly<Record<string, string>> = {}): readonly string[] => sent(body, head, { files }).paths;
const prefixed = (prefix: string, names: readonly string[]): string[] => names.map(name => `${prefix}${name}`);
/** What the real library gives for a found document (select: false of `password` and `address.zip`). */
const user = ['__v', '_id', 'address.city', 'createdAt', 'email', 'name', 'posts[]', 'role', 'tags[]', 'updatedAt'];

describe('what a query gives', () => {
  it('is every path but those of `select: false`', () => {
    expect(paths('res.json(await User.findOne({ name: 1 }));')).toEqual(user);
    expect(paths('res.json(await User.find().sort({ name: 1 }).limit(10).exec());')).toEqual(prefixed('[].', user));
    expect(paths('res.json(await User.findByIdAndUpdate(req.params.id, req.body, { new: true }));')).toEqual(user);
  });
  it('knows where fields come from', () => {
    const [{ shape }] = answers('res.json(await User.findById(req.params.id).select("+password"));', schemas, {});
    expect(shape.complete).toBe(true);
    expect(shape.fields.find(one => one.path === 'password')).toMatchObject({ source: 'mongoose:User.password', class: 'credential', type: 'String' });
    expect(shape.query).toMatchObject({ library: 'mongoose', entity: 'User', operation: 'findById' });
  });
  // The expected paths are those that mongoose 8 gives for the same selection over the same schema.
  it.each<[string, readonly string[]]>([
    ["'name email'", ['_id', 'email', 'name']], ["'-name'", user.filter(one => one !== 'name')], ["'+password'", [...user, 'password'].sort()], ["'name +password'", ['_id', 'name', 'password']],
    ["'-_id name'", ['name']], ['{ name: 1 }', ['_id', 'name']], ['{ email: 0, name: 0 }', user.filter(one => !['email', 'name'].includes(one))], ["['name', 'password']", ['_id', 'name', 'password']],
    ["'address'", ['_id', 'address.city', 'address.zip']], ["'-address.city'", user.filter(one => one !== 'address.city')], ["'_id'", ['_id']],
  ])('select(%s)', (selection, expected) => {
    expect(paths(`res.json(await User.findOne().select(${selection}));`)).toEqual(expected);
    expect(paths(`res.json(await User.find({}, ${selection}).lean());`)).toEqual(prefixed('[].', expected));
    expect(paths(`const q = User.findOne(); q.select(${selection}); res.json(await q);`)).toEqual(expected);
  });
  it('of a selection that is not known is not known', () => {
    const found = sent('res.json(await User.find().select(req.query.fields));', schemas, {});
    expect([found.paths, found.complete]).toEqual([[], false]);
  });
  it('of statements are counts, of aggregations nothing', () => {
    expect(paths('res.json(await User.updateOne({}, {}));')).toEqual(['acknowledged', 'matchedCount', 'modifiedCount', 'upsertedCount', 'upsertedId']);
    expect(paths('res.json({ n: await User.countDocuments() });')).toEqual(['n']);
    const found = sent('res.json(await User.aggregate([{ $match: {} }]));', schemas, {});
    expect([found.paths, found.complete]).toEqual([[], false]);
  });
});

describe('populate', () => {
  it('brings the whole related document', () => {
    expect(paths("res.json(await Post.findOne().populate('author'));")).toEqual(['_id', ...prefixed('author.', user), 'comments[]._id', 'comments[].by', 'comments[].text', 'title'].sort());
    expect(paths("res.json(await User.findOne().select('posts').populate({ path: 'posts', select: 'title' }));")).toEqual(['_id', 'posts[]._id', 'posts[].title']);
    expect(paths("res.json(await Post.findOne().select('author').populate('author', 'name -_id'));")).toEqual(['_id', 'author.name']);
    expect(paths("res.json(await Post.findOne().select('comments').populate('comments.by', 'name'));")).toEqual(['_id', 'comments[]._id', 'comments[].by._id', 'comments[].by.name', 'comments[].text']);
    expect(paths("res.json(await User.findOne().select('posts').populate({ path: 'posts', select: 'author', populate: { path: 'author', select: '+password name' } }));"))
      .toEqual(['_id', 'posts[]._id', 'posts[].author._id', 'posts[].author.name', 'posts[].author.password']);
    expect(paths("const post = await Post.findOne().select('author'); await post.populate('author', 'name'); res.json(post);")).toEqual(['_id', 'author._id', 'author.name']);
  });
  it('of a virtual is sent with virtuals only', () => {
    const head = (options: string): string => `${schemas} const author = new Schema({ name: String }, { ${options} versionKey: false }); author.virtual('written', { ref: 'Post', localField: '_id', foreignField: 'author' });
      author.virtual('loud').get(function () { return this.name.toUpperCase(); }); const Author = model('Author', author);`;
    expect(paths("res.json(await Author.findOne().populate('written', 'title'));", head(''))).toEqual(['_id', 'name']);
    expect(paths("res.json(await Author.findOne().populate('written', 'title'));", head('toJSON: { virtuals: true },'))).toEqual(['_id', 'id', 'loud', 'name', 'written[]._id', 'written[].title']);
  });
});

describe('documents in memory', () => {
  it('have what `select: false` hides', () => {
    expect(paths("res.json(await User.create({ name: req.body.name, email: 'x', password: hash(req.body.password) }));"))
      .toEqual(['__v', '_id', 'createdAt', 'email', 'name', 'password', 'posts[]', 'role', 'tags[]', 'updatedAt']);
    expect(paths("const u = new User({ email: 'x', password: 'y' }); await u.save(); res.json(u);")).toContain('password');
    expect(paths("res.json(await User.create([{ name: 'x', password: 'y' }]));")).toContain('[].password');
  });
  it('made of the request have what is required', () => {
    const found = sent('res.json(await User.create(req.body));', schemas, {});
    expect([found.paths, found.complete]).toEqual([['__v', '_id', 'createdAt', 'email', 'password', 'posts[]', 'role', 'tags[]', 'updatedAt'], false]);
  });
});

describe('toJSON', () => {
  const shown = (schema: string, body = 'res.json(await A.findOne());'): readonly string[] => paths(body, `import mongoose from 'mongoose'; import json from './json'; ${schema}`, {
    'json.ts': `const drop = (obj, path, index) => { if (index === path.length - 1) { delete obj[path[index]]; return; } drop(obj[path[index]], path, index + 1); };
      export default (schema) => {
        let transform; if (schema.options.toJSON && schema.options.toJSON.transform) transform = schema.options.toJSON.transform;
        schema.options.toJSON = Object.assign(schema.options.toJSON || {}, { transform(doc, ret, options) {
          Object.keys(schema.paths).forEach((path) => { if (schema.paths[path].options && schema.paths[path].options.private) drop(ret, path.split('.'), 0); });
          ret.id = ret._id.toString(); delete ret._id; delete ret.__v;
          if (transform) return transform(doc, ret, options);
        } });
      };`,
  });
  const fields = 'name: String, hash: String';
  const transform = `const A = mongoose.model('A', new mongoose.Schema({ ${fields} }, { toJSON: { virtuals: true, transform(doc, ret) { delete ret.hash; ret.key = ret._id; delete ret._id; delete ret.__v; } } }));`;
  it('by a transform', () => {
    expect(shown(transform)).toEqual(['id', 'key', 'name']);
    expect(shown(transform, 'res.json({ list: await A.find() });')).toEqual(['list[].id', 'list[].key', 'list[].name']);
    expect(shown(`const A = mongoose.model('A', new mongoose.Schema({ ${fields} }, { toJSON: { transform: (doc, ret) => ({ id: ret._id, name: ret.name }) } }));`)).toEqual(['id', 'name']);
    expect(shown(`const s = new mongoose.Schema({ ${fields} }); s.set('toJSON', { versionKey: false, transform: (doc, { hash, ...rest }) => rest }); const A = mongoose.model('A', s);`)).toEqual(['_id', 'name']);
  });
  it('is skipped by lean, toObject and spreading', () => {
    expect(shown(transform, 'res.json(await A.findOne().lean());')).toEqual(['__v', '_id', 'hash', 'name']);
    expect(shown(transform, 'const a = await A.findOne(); res.json(a.toObject());')).toEqual(['__v', '_id', 'hash', 'name']);
    expect(shown(transform, 'const a = await A.findOne(); res.json({ ...a });').filter(one => one.startsWith('_doc'))).toEqual(['_doc.__v', '_doc._id', '_doc.hash', '_doc.name']);
    expect(shown(transform, 'const a = await A.findOne(); res.json({ ...a._doc });')).toEqual(['__v', '_id', 'hash', 'name']);
    expect(shown(transform, 'const a = await A.findOne(); const { hash, ...rest } = a; res.json(rest);').filter(one => one.startsWith('_doc'))).toContain('_doc.hash');
    expect(shown(transform, 'const a = await A.findOne(); const { hash, ...rest } = a.toObject(); res.json(rest);')).toEqual(['__v', '_id', 'name']);
  });
  it('by a method, a plugin of the workspace, and known plugins', () => {
    expect(shown(`const s = new mongoose.Schema({ ${fields} }); s.methods.toJSON = function () { const o = this.toObject(); delete o.hash; return o; }; const A = mongoose.model('A', s);`)).toEqual(['__v', '_id', 'name']);
    expect(shown('const s = new mongoose.Schema({ name: String, hash: { type: String, private: true } }); s.plugin(json); const A = mongoose.model("A", s);')).toEqual(['id', 'name']);
    expect(shown("import hidden from 'mongoose-hidden'; const s = new mongoose.Schema({ name: String, hash: { type: String, hide: true } }); s.plugin(hidden()); const A = mongoose.model('A', s);")).toEqual(['name']);
    const found = sent('res.json(await A.findOne());', "import m from 'mongoose'; import x from 'json-mask-fields'; const s = new m.Schema({ hash: String }); s.plugin(x); const A = m.model('A', s);", {});
    expect([found.paths, found.complete]).toEqual([[], false]);
  });
});

describe('what code does to documents', () => {
  const one = "const u = await User.findOne().select('+password');";
  it('`delete` has no effect, `undefined` has', () => {
    expect(paths(`${one} delete u.password; res.json(u);`)).toContain('password');
    expect(paths(`${one} u.password = undefined; res.json(u);`)).not.toContain('password');
    expect(paths("const u = await User.findOne().select('+password').lean(); delete u.password; res.json(u);")).toEqual(user);
  });
  it('what the schema does not know is not sent', () => {
    expect(paths(`${one} u.extra = 1; res.json(u);`)).not.toContain('extra');
    expect(paths(`${one} res.json({ mail: u.email, extra: u.extra });`)).toEqual(['mail']);
  });
  it('methods, statics and virtuals are run', () => {
    const head = `import mongoose from 'mongoose'; const s = new mongoose.Schema({ name: String, hash: String }); s.methods.view = function () { return { id: this._id, name: this.name }; };
      s.statics.first = function () { return this.findOne().select('name'); }; s.virtual('loud').get(function () { return this.name; }); const A = mongoose.model('A', s);`;
    expect(paths('const a = await A.findOne(); res.json(a.view());', head)).toEqual(['id', 'name']);
    expect(paths('res.json(await A.first());', head)).toEqual(['_id', 'name']);
    expect(paths('const all = await A.find(); res.json(all.map(a => ({ l: a.loud, id: a.id })));', head)).toEqual(['[].id', '[].l']);
  });
  it('one that is missing is told from a found one', () => {
    expect(answers("const u = await User.findById(1); if (!u) return res.status(404).json({ error: 1 }); res.json(u);", schemas, {}).map(each => each.status)).toEqual([404, 200]);
  });
});

describe('models', () => {
  it('are found by name, on connections and across files', () => {
    const files = { 'user.ts': "import mongoose, { models } from 'mongoose'; const s = new mongoose.Schema({ a: String }); export default models.User || mongoose.model('User', s);", 'use.ts': "import { model } from 'mongoose'; export const byName = model('User');" };
    expect(paths('res.json(await User.findOne());', "import User from './user';", files)).toEqual(['__v', '_id', 'a']);
    expect(paths('res.json(await byName.findOne());', "import { byName } from './use'; import './user';", files)).toEqual(['__v', '_id', 'a']);
    expect(paths('res.json(await U.findOne());', "const mongoose = require('mongoose'); const c = mongoose.createConnection('x'); const U = c.model('U', new mongoose.Schema({ b: Number }));")).toEqual(['__v', '_id', 'b']);
  });
  it('are declared by classes of Nest and Typegoose', () => {
    const nest = `import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose'; import { model, Types } from 'mongoose';
      @Schema() class Address { @Prop() city: string; }
      @Schema({ timestamps: true }) class User { @Prop({ required: true }) name: string; @Prop({ select: false }) hash: string; @Prop(Address) address: Address; @Prop([String]) tags: string[]; other: number;
        @Prop({ type: Types.ObjectId, ref: User.name }) boss: User; }
      const UserModel = model(User.name, SchemaFactory.createForClass(User));`;
    expect(paths('res.json(await UserModel.findOne());', nest)).toEqual(['__v', '_id', 'address._id', 'address.city', 'boss', 'createdAt', 'name', 'tags[]', 'updatedAt']);
    const typegoose = "import { prop, getModelForClass } from '@typegoose/typegoose'; class A { @prop() name: string; @prop({ select: false }) hash: string; } const M = getModelForClass(A);";
    expect(paths('res.json(await M.findOne());', typegoose)).toEqual(['__v', '_id', 'name']);
  });
  it('are collected as entities', () => {
    const { program } = sent('res.json(1);', schemas, {});
    const all = program.program.collected<DeclaredEntity>('entity');
    expect(all.map(one => [one.library, one.name, one.site.file])).toEqual([['mongoose', 'User', 'app.ts'], ['mongoose', 'Post', 'app.ts']]);
    expect(all[0]?.fields.find(one => one.name === 'password')).toEqual({ name: 'password', type: 'String', list: false, optional: false, relation: null, hidden: true });
    expect(all[1]?.fields.find(one => one.name === 'author')).toMatchObject({ type: 'ObjectId', relation: 'User' });
  });
});
