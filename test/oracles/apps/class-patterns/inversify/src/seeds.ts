import { injectable } from 'inversify';

@injectable()
export class Seeds {
  all(): { sorts: number } {
    return { sorts: 3 };
  }
}
