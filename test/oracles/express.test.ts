import { describe } from 'vitest';
import { startExpress } from './express';
import { expressPatterns } from './express-patterns';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

type Create = (deps: unknown) => unknown;

describe('Express 4 tells the story', () => {
  tellsTheStory(() => startExpress({ app: 'express4', version: 4, create: (load) => load('app.js') }));
});

describe('Express 5 tells the story', () => {
  tellsTheStory(() => startExpress({
    app: 'express5', version: 5,
    create: (load) => (load('src/app.ts')['createApp'] as Create)({ prisma: load('src/db.ts')['prisma'] }),
  }));
});

describe('Express shows the pattern', () => {
  for (const pattern of expressPatterns) showsThePattern(pattern, () => startExpress({ ...pattern.options, app: pattern.app }));
});
