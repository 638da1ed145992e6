/** The files of a new check: path from the project's root → text. The words are there to be replaced; the fixture fails until the predicate is written. */
export function checkScaffold(id: string): ReadonlyMap<string, string> {
  const fixtures = `test/checks/fixtures/${id}`;
  const manifest = '{ "name": "fixture", "private": true, "dependencies": { "express": "^5.0.0" } }\n';
  const app = (annotation: string): string => `import express from 'express';\n\nconst app = express();\napp.get('/things', (_req, res) => res.json([]));\n${annotation}app.listen(3000);\n`;
  return new Map([
    [`server/src/checks/${id}.ts`, `import type { Check } from '../check';

/** What it finds, in one sentence. */
export const check: Check<'endpoint'> = {
  id: '${id}',
  about: 'endpoint',
  title: 'What is wrong, as a heading',
  why: 'Why it matters: what somebody could do.',
  remedy: 'What to do.',
  silent: 'When it says nothing although it might look like a case.',
  owasp: 'API8:2023',
  cwe: 693,
  severity: 'warning',
  presets: ['strict'],
  run(endpoint) {
    // The predicate: what is unknown is silent.
    if (endpoint.state !== 'live') return [];
    return [];
  },
};
`],
    [`${fixtures}/bad/package.json`, manifest],
    [`${fixtures}/bad/src/app.ts`, app(`//<^^^^^^^^^^^^ ${id}\n`)],
    [`${fixtures}/good/package.json`, manifest],
    [`${fixtures}/good/src/app.ts`, app('')],
  ]);
}

/** The files of a new dialect: the declaration without models, and the place of its same-story application. */
export function dialectScaffold(name: string): ReadonlyMap<string, string> {
  const story = `test/oracles/apps/${name}`;
  return new Map([
    [`server/src/dialects/${name}/index.ts`, `import type { Dialect } from '../dialect';

/** ${name}: how its values register routes and mounts, what its handlers receive and how they send. */
export const dialect: Dialect = {
  name: '${name}',
  packages: ['${name}'],
  registrars: new Set(['get', 'post', 'put', 'patch', 'delete', 'use']),
  models: () => ({
    imports: (specifier) => {
      if (specifier !== '${name}') return undefined;
      // The value that the package's factory gives: see dialects/routing.ts for routers that are ordered lists.
      return undefined;
    },
  }),
  routes: () => [],
};
`],
    [`${story}/package.json`, `{ "name": "same-story-${name}", "private": true, "dependencies": { "${name}": "*" } }\n`],
    [`${story}/src/app.ts`, `import ${name.replaceAll(/[^a-z0-9]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')} from '${name}';\n\n// The same story as every other dialect's: see the application of an existing one.\n`],
  ]);
}

/** Why a name cannot be that of a new check, or null. */
export function checkNameRefusal(id: string, known: readonly string[]): string | null {
  if (!/^[a-z]+\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return `"${id}" is no id of a check: write group/name in lower case with dashes, for instance auth/missing-authentication.`;
  return known.includes(id) ? `There is a check ${id} already.` : null;
}

/** Why a name cannot be that of a new dialect, or null. */
export function dialectNameRefusal(name: string, known: readonly string[]): string | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return `"${name}" is no name of a dialect: write it in lower case with dashes, for instance express.`;
  return known.includes(name) ? `There is a dialect ${name} already.` : null;
}
