// Stand-in for `typeorm` at run time: decorators that do nothing and a repository over rows in memory.
import { fits, project, seed, type Row } from './rows';

const nothing = () => () => undefined;
export const Entity = nothing;
export const Column = nothing;
export const PrimaryGeneratedColumn = nothing;
export const PrimaryColumn = nothing;
export const CreateDateColumn = nothing;
export const ManyToOne = nothing;
export const OneToMany = nothing;
export const OneToOne = nothing;
export const JoinColumn = nothing;

type Entity = new () => object;
type Select = readonly string[] | Record<string, boolean>;
interface Query { where?: Row; select?: Select }

const chosen = (select?: Select): Record<string, boolean> | undefined =>
  Array.isArray(select) ? Object.fromEntries(select.map((key: string) => [key, true])) : (select as Record<string, boolean> | undefined);

export class Repository<T extends object = Row> {
  readonly #rows: Row[];
  readonly #entity: Entity;
  constructor(entity: Entity) {
    this.#entity = entity;
    this.#rows = seed()[entity.name.toLowerCase()] ?? [];
  }

  async find(query: Query = {}): Promise<T[]> {
    return this.#rows.filter((row) => fits(row, query.where)).map((row) => this.create(project(row, chosen(query.select)) as Partial<T>));
  }

  async findOne(query: Query): Promise<T | null> {
    return (await this.find(query))[0] ?? null;
  }

  findOneBy(where: Row): Promise<T | null> {
    return this.findOne({ where });
  }

  findBy(where: Row): Promise<T[]> {
    return this.find({ where });
  }

  async countBy(where: Row): Promise<number> {
    return (await this.find({ where })).length;
  }

  create(values: Partial<T>): T {
    return Object.assign(new this.#entity(), values) as T;
  }

  async save(entity: T & { id?: number }): Promise<T> {
    const known = this.#rows.find((row) => entity.id !== undefined && row['id'] === entity.id);
    if (known === undefined) {
      entity.id ??= this.#rows.length + 1;
      this.#rows.push({ ...entity });
    } else Object.assign(known, entity);
    return entity;
  }

  async delete(id: number): Promise<{ raw: unknown[]; affected: number }> {
    const index = this.#rows.findIndex((row) => row['id'] === id);
    if (index >= 0) this.#rows.splice(index, 1);
    return { raw: [], affected: index >= 0 ? 1 : 0 };
  }
}
