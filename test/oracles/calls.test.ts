import { describe } from 'vitest';
import { callStories } from './call-stories';
import { startPlain } from './plain';
import { tellsTheStory } from './story-tests';

describe.each(callStories)('$app tells the story', (options) => {
  tellsTheStory(() => startPlain(options));
});
