import path from 'node:path';
import { createExpressServer } from 'routing-controllers';
import { AdminUsersController } from './admin/users';
import { authorizationChecker } from './auth/checker';

export const app = createExpressServer({
  authorizationChecker,
  controllers: [path.join(__dirname, 'controllers', '*.controller.js'), path.join(__dirname, 'controllers/*.controller.ts'), AdminUsersController],
});
