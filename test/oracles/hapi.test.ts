import { describe } from 'vitest';
import { startHapi } from './hapi';
import { hapiPatterns } from './hapi-patterns';
import { hapiStories } from './hapi-stories';
import { showsThePattern } from './pattern-tests';
import { tellsTheStory } from './story-tests';

describe.each(hapiStories)('$app tells the story', (options) => {
  tellsTheStory(() => startHapi(options));
});

describe('hapi shows the pattern', () => {
  for (const pattern of hapiPatterns) showsThePattern(pattern, () => startHapi({ ...pattern.options, app: pattern.app }));
});
