import { describe, expect, it } from 'vitest';
import { contractPaths } from '../../server/src/dialects/react-router/paths';
import { staticModel } from './agree';
import { showsThePattern } from './pattern-tests';
import { reactRouterPattern, reactRouterRoutes } from './react-router-patterns';
import { startReactRouter } from './react-router';
import { story } from './story';
import { tellsTheStory } from './story-tests';

describe('React Router tells the story', () => {
  tellsTheStory(() => startReactRouter('react-router', story.map(({ method, path }) => ({ method, path }))));
});

describe('React Router shows the pattern', () => {
  showsThePattern(reactRouterPattern, () => startReactRouter(reactRouterPattern.app, reactRouterRoutes));
});

describe('the table of `react-router routes`', () => {
  it.each(['react-router', reactRouterPattern.app])('gives %s the paths that the inventory has', async (app) => {
    const running = await startReactRouter(app, []);
    await running.stop();
    const live = new Set(running.paths.flatMap((row) => { const [file = '', path = ''] = row.split(' '); return contractPaths(path).map((one) => `${file.replace(/^\.\//, '')} ${one}`); }));
    for (const { file, path } of staticModel(app).endpoints) {
      const row = `${file.replace(/^(app|src)\//, '')} ${path.replace(/^\/base(?=\/|$)/, '') || '/'}`;
      expect([row, live.has(row)]).toEqual([row, true]);
    }
  });
});
