// Stand-in for `mongoose` at run time: schemas, models and queries over one row in memory.

type Row = Record<string, unknown>;
interface Path { type?: unknown; select?: boolean }
type Callback = (error: Error | null, rows: unknown) => void;

export class Schema {
  readonly methods: Record<string, unknown> = {};
  constructor(readonly paths: Record<string, Path>, readonly options: Row = {}) {}
}

class Query<T> implements PromiseLike<T> {
  constructor(private readonly rows: Row[], private readonly paths: Record<string, Path>, private readonly one: boolean, private fields = '') {}
  select(fields: string): this {
    this.fields = fields;
    return this;
  }
  lean(): this {
    return this;
  }
  exec(): Promise<T> {
    const names = this.fields.split(' ').filter((name) => name !== '');
    const shown = this.rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => {
      if (names.includes(`-${key}`)) return false;
      if (names.some((name) => !name.startsWith('-') && !name.startsWith('+'))) return key === '_id' || names.includes(key);
      return this.paths[key]?.select !== false || names.includes(`+${key}`);
    })));
    return Promise.resolve((this.one ? (shown[0] ?? null) : shown) as T);
  }
  then<A, B>(done?: ((value: T) => A | PromiseLike<A>) | null, failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    return this.exec().then(done, failed);
  }
}

export function model(_name: string, schema: Schema) {
  const rows: Row[] = [{ _id: '1', email: 'a@example.com', password: 'hash', resetToken: 't', plan: 'free' }];
  return class Model {
    _id = String(rows.length + 1);
    constructor(values: Row) {
      Object.assign(this, values);
    }
    save(): Promise<this> {
      return Promise.resolve(this);
    }
    static find(_where: Row, callback?: Callback) {
      const query = new Query<Row[]>(rows, schema.paths, false);
      if (callback !== undefined) void query.exec().then((found) => { callback(null, found); });
      return query;
    }
    static findById(_id: string) {
      return new Query<Row>(rows, schema.paths, true);
    }
    static findOne(_where: Row, fields = '') {
      return new Query<Row>(rows, schema.paths, true, fields);
    }
    static deleteOne() {
      return Promise.resolve({ deletedCount: 1 });
    }
  };
}

export const connect = (): Promise<void> => Promise.resolve();
export default { Schema, model, connect };
