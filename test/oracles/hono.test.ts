import { describe } from 'vitest';
import { startHono } from './hono';
import { honoPatterns } from './hono-patterns';
import { honoStories } from './hono-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(honoStories)('$app tells the story', (options) => {
  tellsTheStory(() => startHono(options));
});

describe('Hono shows the pattern', () => {
  for (const pattern of honoPatterns) showsThePattern(pattern, () => startHono({ ...pattern.options, app: pattern.app }));
});
