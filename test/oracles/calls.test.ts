import { describe } from 'vitest';
import { callPatterns } from './call-patterns';
import { callStories } from './call-stories';
import { showsThePattern } from './pattern-tests';
import { startPlain } from './plain';
import { tellsTheStory } from './story-tests';

describe.each(callStories)('$app tells the story', (options) => {
  tellsTheStory(() => startPlain(options));
});

describe('Frameworks of calls show the pattern', () => {
  for (const pattern of callPatterns) showsThePattern(pattern, () => startPlain(pattern.options));
});
