import { expect, it } from 'vitest';
import { programOf } from '../harness/program';

it('a text of which parts are unknown is no text that begins or ends otherwise', () => {
  const ran = programOf({ 'a.ts': `
    declare const id: string;
    const path = \`/shop/\${id}/stock\`;
    export const answers = [path === '/shop/open', path === '/shops/1/stock', path !== '/open', ['/a', '/b'].includes(path), path === '/shop/1/stock'];` });
  expect(ran.plain('a.ts', 'answers')).toEqual([false, false, true, false, '<unknown>']);
});
