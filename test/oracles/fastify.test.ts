import { describe } from 'vitest';
import { startFastify } from './fastify';
import { fastifyPatterns } from './fastify-patterns';
import { fastifyStories } from './fastify-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(fastifyStories)('Fastify $version tells the story', (options) => {
  tellsTheStory(() => startFastify(options));
});

describe('Fastify shows the pattern', () => {
  for (const pattern of fastifyPatterns) showsThePattern(pattern, () => startFastify({ ...pattern.options, app: pattern.app }));
});
