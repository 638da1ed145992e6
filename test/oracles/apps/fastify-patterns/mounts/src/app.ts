import { fastify as create } from 'fastify';
import { prefix } from '@/config';
import * as areas from './areas';
import { counters, tags } from './areas';
import auth from './auth';

export function build() {
  const app = create({ logger: false });
  app.register(auth);
  app.register(areas.v1, { prefix });
  // One plugin, two mounts.
  app.register(tags, { prefix: '/tags' });
  app.register(tags, { prefix: '/labels' });
  // Wrapped with fastify-plugin: the prefix means nothing.
  app.register(areas.status, { prefix: '/ignored' });
  app.register((outer, _options, done) => {
    outer.register(counters('inner'), { prefix: 'inner' });
    done();
  }, { prefix: '/outer/' });
  // A module that is loaded when it is needed.
  app.register(import('./areas/lazy'), { prefix: '/lazy' });
  // Options that a function makes of the parent carry no prefix.
  app.register(areas.echo, (parent) => ({ prefix: `/${parent.place}` }));
  app.decorate('place', 'placed');
  return app;
}
