// Stand-in for `@prisma/client` at run time: the generated client's calls over rows in memory.
import { fits, project, seed, type Row } from './rows';

interface Query { where?: Row; select?: Record<string, boolean>; omit?: Record<string, boolean>; data?: Row }

function delegate(rows: Row[]) {
  const find = (where?: Row): Row | undefined => rows.find((row) => fits(row, where));
  const shown = (row: Row, query: Query): Row => project(row, query.select, query.omit);
  const must = (where?: Row): Row => {
    const row = find(where);
    if (row === undefined) throw Object.assign(new Error('No record was found.'), { code: 'P2025' });
    return row;
  };
  return {
    findMany: async (query: Query = {}) => rows.filter((row) => fits(row, query.where)).map((row) => shown(row, query)),
    findUnique: async (query: Query) => { const row = find(query.where); return row === undefined ? null : shown(row, query); },
    findFirst: async (query: Query = {}) => { const row = find(query.where); return row === undefined ? null : shown(row, query); },
    count: async (query: Query = {}) => rows.filter((row) => fits(row, query.where)).length,
    create: async (query: Query) => { const row = { id: rows.length + 1, ...query.data }; rows.push(row); return shown(row, query); },
    update: async (query: Query) => shown(Object.assign(must(query.where), query.data), query),
    delete: async (query: Query) => { const row = must(query.where); rows.splice(rows.indexOf(row), 1); return shown(row, query); },
  };
}

export class PrismaClient {
  readonly user;
  readonly item;
  constructor() {
    const tables = seed();
    this.user = delegate(tables['user'] ?? []);
    this.item = delegate(tables['item'] ?? []);
  }
}
