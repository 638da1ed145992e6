import { describe } from 'vitest';
import { startNext } from './next';
import { signIn, tellsTheStory } from './story-tests';

describe('Next.js tells the story', () => {
  tellsTheStory(() => startNext('next', (origin) => signIn(origin, 'admin')));
});
