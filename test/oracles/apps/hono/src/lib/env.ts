import type { Claims } from './token';

export interface AppEnv {
  Variables: { user: Claims };
}
