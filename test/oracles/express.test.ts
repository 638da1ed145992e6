import { describe } from 'vitest';
import { startExpress } from './express';
import { expressPatterns } from './express-patterns';
import { expressStories } from './express-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(expressStories)('Express $version tells the story', (options) => {
  tellsTheStory(() => startExpress(options));
});

describe('Express shows the pattern', () => {
  for (const pattern of expressPatterns) showsThePattern(pattern, () => startExpress({ ...pattern.options, app: pattern.app }));
});
