import type { Entity } from '../../server/src/model/api';

/** Models of Prisma schemas by file: fields with their types as a schema writes them (`Post[]`, `String?`). */
export function prismaEntities(schemas: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>): readonly Entity[] {
  return Object.entries(schemas).flatMap(([file, models]) => Object.entries(models).map(([name, fields]): Entity => ({
    name, library: 'prisma', file, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
    fields: Object.entries(fields).map(([field, written]) => {
      const type = written.replace(/[[\]?]/g, '');
      return { name: field, type, list: written.endsWith('[]'), optional: written.endsWith('?'), relation: Object.hasOwn(models, type) ? type : null, hidden: false };
    }),
  })));
}
