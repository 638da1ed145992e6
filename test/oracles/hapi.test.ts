import { describe } from 'vitest';
import { startHapi } from './hapi';
import { hapiStories } from './hapi-stories';
import { tellsTheStory } from './story-tests';

describe.each(hapiStories)('$app tells the story', (options) => {
  tellsTheStory(() => startHapi(options));
});
