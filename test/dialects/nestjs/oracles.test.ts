import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/nestjs/index';
import type { Ran } from '../../harness/program';
import { programOf } from '../../harness/program';
import { nestPatterns } from '../../oracles/nest-patterns';
import { story } from '../../oracles/story';

const apps = fileURLToPath(new URL('../../oracles/apps/', import.meta.url));

/** The sources of an application that the oracles run. */
function ranApp(app: string): Ran {
  const files: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(apps, app, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) { if (entry.name !== 'node_modules') walk(path); } else files[path] = readFileSync(join(apps, app, path), 'utf8');
    }
  };
  walk('');
  return programOf(files, { dialects: [dialect] });
}

/** What stands in a row about an endpoint: whether nobody is refused, and who is let in. */
const refuses = (ran: Ran, id: string): boolean => ran.endpoint(id).auth.status === 'required';

describe('the story application, whose running table the oracles check', () => {
  const ran = ranApp('nest');
  it('has the endpoints of the story', () => { expect(ran.ids).toEqual(story.map(one => `${one.method} ${one.path}`).sort()); });
  it.each(story.map(one => [`${one.method} ${one.path}`, one] as const))('knows who may call %s', (id, told) => {
    const { auth, requestBody } = ran.endpoint(id);
    expect(refuses(ran, id)).toBe(told.auth === 'required');
    expect(auth.roles).toEqual(told.roles);
    if (told.validated !== null) expect(requestBody === null ? ran.route(id).bodyValidated : requestBody.validated).toBe(told.validated);
  });
});

describe.each(nestPatterns.map(one => [one.app, one] as const))('%s, whose running table the oracles check', (app, { rows, unmounted = [] }) => {
  const ran = ranApp(app);
  it('has the endpoints of the running application', () => {
    expect(ran.routes.filter(one => one.state !== 'unmounted').length + unmounted.length).toBe(ran.routes.length);
    expect(ran.ids).toEqual([...Object.keys(rows), ...unmounted].sort());
    for (const id of unmounted) expect(ran.route(id).state).toBe('unmounted');
  });
  it.each(Object.entries(rows))('knows who may call %s', (id, [nobody]) => { expect(refuses(ran, id)).toBe(nobody === 401 || nobody === 403); });
  it.each(Object.entries(rows).filter(([, row]) => row[3] !== undefined))('knows what leaves at %s', (id, row) => {
    const fields = ran.endpoint(id).responses.filter(one => (one.status ?? 200) < 300).flatMap(one => one.fields.map(field => field.path));
    expect(fields.sort()).toEqual(row[3]?.split(' '));
  });
});
