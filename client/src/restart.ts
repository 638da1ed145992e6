/** What to do about a server that ended: start it again, or give up because it ended too often. */
export type RestartDecision = 'restart' | 'giveUp';

/** How often a server may end within which time before it stays down. */
export interface RestartLimit {
  readonly restarts: number;
  readonly withinMs: number;
}

/** The default: the fourth end within three minutes is the last; more would only repeat the same crash. */
export const defaultRestartLimit: RestartLimit = { restarts: 3, withinMs: 180_000 };

/**
 * Decides whether a server that just ended is started again.
 * @param endings times of earlier ends, in milliseconds, oldest first
 * @param now time of this end, in milliseconds
 * @returns the decision, and the times to remember for the next call
 */
export function decideRestart(
  endings: readonly number[],
  now: number,
  limit: RestartLimit = defaultRestartLimit,
): { readonly decision: RestartDecision; readonly endings: readonly number[] } {
  const recent = [...endings.filter((time) => now - time < limit.withinMs), now];
  return { decision: recent.length > limit.restarts ? 'giveUp' : 'restart', endings: recent };
}
