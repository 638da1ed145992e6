import { describe } from 'vitest';
import { startNest } from './nest';
import { nestPatterns } from './nest-patterns';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe('NestJS tells the story', () => {
  tellsTheStory(() => startNest('nest'));
});

describe('NestJS shows the pattern', () => {
  for (const pattern of nestPatterns) showsThePattern(pattern, () => startNest(pattern.app));
});
