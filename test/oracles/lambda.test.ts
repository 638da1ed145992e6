import { describe } from 'vitest';
import { startLambda } from './lambda';
import { tellsTheStory } from './story-tests';

describe('handlers of AWS Lambda tell the story when they are called with events made of requests', () => {
  tellsTheStory(() => startLambda({ app: 'lambda' }));
});
