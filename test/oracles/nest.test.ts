import { describe } from 'vitest';
import { startNest } from './nest';
import { tellsTheStory } from './story-tests';

describe('NestJS tells the story', () => {
  tellsTheStory(() => startNest('nest'));
});
