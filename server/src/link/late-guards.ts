import type { LateGuard } from '../model/api';
import type { JudgeContext } from './judge';
import { judgeStep } from './judge';
import type { LateRun } from './late';

/** Those of what stands behind an endpoint that would refuse in front of it. */
export function lateGuards(late: readonly LateRun[], context: JudgeContext): readonly LateGuard[] {
  return late.flatMap(({ as, run }) => {
    const { verdict, name, file, range } = judgeStep(run, context);
    return verdict === 'refuses' ? [{ as, name, file, range }] : [];
  });
}
