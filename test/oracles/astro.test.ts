import { describe } from 'vitest';
import { startAstro } from './astro';
import { story } from './story';
import { tellsTheStory } from './story-tests';

describe('Astro tells the story', () => {
  tellsTheStory(() => startAstro('astro', story.map(({ method, path }) => ({ method, path }))));
});
