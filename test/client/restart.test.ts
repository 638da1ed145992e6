import { describe, expect, it } from 'vitest';
import { decideRestart } from '../../client/src/restart';

const limit = { restarts: 3, withinMs: 1000 };

/** The decisions for servers that end at the given times. */
function decisions(times: readonly number[]): string[] {
  let endings: readonly number[] = [];
  return times.map((now) => {
    const next = decideRestart(endings, now, limit);
    endings = next.endings;
    return next.decision;
  });
}

describe('restarting a server that ended', () => {
  it('restarts a few times, then gives up', () => {
    expect(decisions([0, 10, 20, 30])).toEqual(['restart', 'restart', 'restart', 'giveUp']);
  });

  it('forgets ends that are long ago', () => {
    expect(decisions([0, 10, 20, 1020, 1030])).toEqual(['restart', 'restart', 'restart', 'restart', 'restart']);
  });
});
