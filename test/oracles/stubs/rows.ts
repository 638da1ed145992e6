// Rows in memory behind the stand-ins of the data libraries: enough of `where`, `select` and `omit` for the fixture applications.

import { createHash } from 'node:crypto';

export type Row = Record<string, unknown>;

const hash = (password: string): string => createHash('sha256').update(password).digest('hex');

/** The seeded tables of the story; fresh for every application that is loaded. */
export function seed(): Record<string, Row[]> {
  return {
    user: [
      { id: 1, email: 'user@example.com', name: 'Uma', role: 'user', passwordHash: hash('correct horse') },
      { id: 2, email: 'admin@example.com', name: 'Ada', role: 'admin', passwordHash: hash('battery staple') },
      { id: 3, email: 'spare@example.com', name: 'Sam', role: 'user', passwordHash: hash('nothing') },
    ],
    item: [
      { id: 1, name: 'chair', ownerId: 1, apiSecret: 's1' },
      { id: 2, name: 'table', ownerId: 2, apiSecret: 's2' },
    ],
  };
}

/** Whether a row has the wanted values. */
export const fits = (row: Row, where: Row = {}): boolean => Object.entries(where).every(([key, value]) => value === undefined || row[key] === value);

/** A copy of a row with the chosen fields only. */
export function project(row: Row, select?: Record<string, boolean>, omit?: Record<string, boolean>): Row {
  return Object.fromEntries(Object.entries(row).filter(([key]) => (select === undefined || select[key] === true) && omit?.[key] !== true));
}
