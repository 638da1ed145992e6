import type { Application } from '@feathersjs/express';
import type { Params } from '@feathersjs/feathers';
import { requireUser } from '../hooks';
import { admin } from './admin';
import { items } from './items';
import { open } from './open';
import { paths } from './paths';

export const services = (app: Application): void => {
  app.configure(open);
  app.configure(items);
  app.configure(admin);

  app.use(paths.files, {
    async find({ route }: Params) {
      const name: string = route?.name ?? '';
      return { name, size: name.length };
    },
  });
  app.service(paths.files).hooks({ before: { all: [requireUser] } });
};
