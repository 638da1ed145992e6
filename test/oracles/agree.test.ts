import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disagreements, staticModel, storyDisagreements } from './agree';
import { startAstro } from './astro';
import { callPatterns } from './call-patterns';
import { callStories } from './call-stories';
import { classPatterns, classStories } from './class-stories';
import { startExpress } from './express';
import { expressPatterns } from './express-patterns';
import { startFastify } from './fastify';
import { fastifyPatterns } from './fastify-patterns';
import { fastifyStories } from './fastify-stories';
import { startHapi } from './hapi';
import { hapiPatterns } from './hapi-patterns';
import { hapiStories } from './hapi-stories';
import { startH3 } from './h3';
import { startHono } from './hono';
import { honoPatterns } from './hono-patterns';
import { honoStories } from './hono-stories';
import { startKoa } from './koa';
import { koaPatterns } from './koa-patterns';
import { koaStories } from './koa-stories';
import { startLambda } from './lambda';
import { startNest } from './nest';
import { nestPatterns } from './nest-patterns';
import { startNext } from './next';
import { nextPattern } from './next-patterns';
import { startNitro } from './nitro';
import { nitroPattern } from './nitro-patterns';
import { liveTable, setEnvironment, tokens } from './pattern-tests';
import type { Pattern } from './patterns';
import { startPlain } from './plain';
import { plainStories } from './plain-stories';
import { startReactRouter } from './react-router';
import { reactRouterPattern, reactRouterRoutes } from './react-router-patterns';
import { story } from './story';
import { expressStories } from './express-stories';
import { startSvelteKit } from './sveltekit';
import { kitPattern } from './sveltekit-patterns';
import { signIn, storyTable, type StoryApp } from './story-tests';

/** Compares what the engine finds with what the running application shows, both as sets. */
function agrees(app: string, start: () => Promise<StoryApp>, table: (running: StoryApp) => ReturnType<typeof storyTable>): void {
  let running: StoryApp;
  beforeAll(async () => {
    setEnvironment();
    running = await start();
  }, 240_000);
  afterAll(async () => { await running.stop(); });

  it('has the endpoints, the refusals and the fields of the running application', async () => {
    expect(disagreements(staticModel(app), await table(running))).toEqual([]);
  });
}

const stories: readonly { readonly app: string; readonly start: () => Promise<StoryApp> }[] = [
  ...expressStories.map((options) => ({ app: options.app, start: () => startExpress(options) })),
  ...fastifyStories.map((options) => ({ app: options.app, start: () => startFastify(options) })),
  ...hapiStories.map((options) => ({ app: options.app, start: () => startHapi(options) })),
  ...honoStories.map((options) => ({ app: options.app, start: () => startHono(options) })),
  ...koaStories.map((options) => ({ app: options.app, start: () => startKoa(options) })),
  ...classStories,
  { app: 'lambda', start: () => startLambda({ app: 'lambda' }) },
  ...[...plainStories, ...callStories].map((options) => ({ app: options.app, start: () => startPlain(options) })),
  { app: 'nest', start: () => startNest('nest') },
  { app: 'next', start: () => startNext('next', (origin) => signIn(origin, 'admin')) },
  { app: 'h3', start: () => startH3({ app: 'h3', routes: story.map(({ method, path }) => ({ method, path })) }) },
  { app: 'nitro', start: () => startNitro('nitro') },
  { app: 'astro', start: () => startAstro('astro', story.map(({ method, path }) => ({ method, path }))) },
  { app: 'react-router', start: () => startReactRouter('react-router', story.map(({ method, path }) => ({ method, path }))) },
  { app: 'sveltekit', start: () => startSvelteKit('sveltekit', (origin) => signIn(origin, 'admin')) },
];

describe.each(stories)('the inventory of $app', ({ app, start }) => {
  agrees(app, start, storyTable);

  it('tells the story', () => {
    expect(storyDisagreements(staticModel(app), story)).toEqual([]);
  });
});

const patterns: readonly { readonly pattern: Pattern; readonly start: () => Promise<StoryApp> }[] = [
  ...expressPatterns.map((pattern) => ({ pattern, start: () => startExpress({ ...pattern.options, app: pattern.app }) })),
  ...fastifyPatterns.map((pattern) => ({ pattern, start: () => startFastify({ ...pattern.options, app: pattern.app }) })),
  ...hapiPatterns.map((pattern) => ({ pattern, start: () => startHapi({ ...pattern.options, app: pattern.app }) })),
  ...honoPatterns.map((pattern) => ({ pattern, start: () => startHono({ ...pattern.options, app: pattern.app }) })),
  ...koaPatterns.map((pattern) => ({ pattern, start: () => startKoa({ ...pattern.options, app: pattern.app }) })),
  ...classPatterns,
  ...nestPatterns.map((pattern) => ({ pattern, start: () => startNest(pattern.app) })),
  ...callPatterns.map((pattern) => ({ pattern, start: () => startPlain(pattern.options) })),
  { pattern: nextPattern, start: () => startNext(nextPattern.app, () => Promise.resolve(tokens.admin), '/base') },
  { pattern: nitroPattern, start: () => startNitro(nitroPattern.app) },
  { pattern: reactRouterPattern, start: () => startReactRouter(reactRouterPattern.app, reactRouterRoutes) },
  { pattern: kitPattern, start: () => startSvelteKit(kitPattern.app, () => Promise.resolve(tokens.admin)) },
];

describe.each(patterns)('the inventory of $pattern.app', ({ pattern, start }) => {
  agrees(pattern.app, start, liveTable);

  it('says which endpoints live under a condition, behind another one or nowhere', () => {
    const found = staticModel(pattern.app).endpoints.filter(({ state }) => state !== 'live').map(({ id, state }) => `${id} ${state}`).sort();
    const wanted = Object.entries(pattern.rows).flatMap(([id, [, , , , state]]) => (state === undefined ? [] : [`${id} ${state}`]));
    expect(found).toEqual([...wanted, ...(pattern.unmounted ?? []).map((id) => `${id} unmounted`)].sort());
  });
});
