import { describe } from 'vitest';
import { startH3 } from './h3';
import { startNitro } from './nitro';
import { nitroPattern } from './nitro-patterns';
import { showsThePattern } from './pattern-tests';
import { story } from './story';
import { tellsTheStory } from './story-tests';

describe('h3 tells the story', () => {
  tellsTheStory(() => startH3({ app: 'h3', routes: story.map(({ method, path }) => ({ method, path })) }));
});

describe('Nitro tells the story', () => {
  tellsTheStory(() => startNitro('nitro'));
});

describe('Nitro shows the pattern', () => {
  showsThePattern(nitroPattern, () => startNitro(nitroPattern.app));
});
