import { describe } from 'vitest';
import { startNext } from './next';
import { nextPattern } from './next-patterns';
import { showsThePattern, tokens } from './pattern-tests';
import { signIn, tellsTheStory } from './story-tests';

describe('Next.js tells the story', () => {
  tellsTheStory(() => startNext('next', (origin) => signIn(origin, 'admin')));
});

describe('Next.js shows the pattern', () => {
  showsThePattern(nextPattern, () => startNext(nextPattern.app, () => Promise.resolve(tokens.admin), '/base'));
});
