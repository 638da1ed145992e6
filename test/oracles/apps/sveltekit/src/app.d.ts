import type { Claims } from '$lib/server/token';

declare global {
  namespace App {
    interface Locals {
      getClaims: () => Claims | null;
    }
  }
}

export {};
