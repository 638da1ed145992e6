import { requireUser } from './session';

export const middleware = [({ request }) => { requireUser(request); }];
