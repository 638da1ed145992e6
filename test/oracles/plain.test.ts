import { describe } from 'vitest';
import { startPlain } from './plain';
import { plainStories } from './plain-stories';
import { tellsTheStory } from './story-tests';

describe.each(plainStories)('$app tells the story', (options) => {
  tellsTheStory(() => startPlain(options));
});
