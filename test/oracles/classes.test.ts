import { describe } from 'vitest';
import { classPatterns, classStories } from './class-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(classStories)('$app tells the story', ({ start }) => {
  tellsTheStory(start);
});

describe('decorated classes show the pattern', () => {
  for (const { pattern, start } of classPatterns) showsThePattern(pattern, start);
});
