import { describe } from 'vitest';
import { startKoa } from './koa';
import { koaPatterns } from './koa-patterns';
import { koaStories } from './koa-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(koaStories)('$app tells the story', (options) => {
  tellsTheStory(() => startKoa(options));
});

describe('Koa shows the pattern', () => {
  for (const pattern of koaPatterns) showsThePattern(pattern, () => startKoa({ ...pattern.options, app: pattern.app }));
});
