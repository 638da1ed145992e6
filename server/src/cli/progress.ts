import type { ScanProgress } from '../engine/api';
import { oneLine } from '../reports/escape';
import { fitted } from '../reports/style';
import type { World } from './world';

/** A line on standard error that says how far the scan is; silent when that is no terminal. */
export interface Progress { readonly show: (progress: ScanProgress) => void; readonly end: () => Promise<void> }

const PACE = 100;

/** Starts a progress line. */
export function startProgress(world: World, quiet: boolean): Progress {
  const { stderr } = world;
  if (quiet || !stderr.terminal) return { show: () => {}, end: async () => {} };
  let last = -Infinity;
  let drawn = false;
  return {
    show({ done, total, file }) {
      const now = world.now();
      if (now - last < PACE) return;
      last = now;
      drawn = true;
      const width = 24;
      const full = total === 0 ? 0 : Math.round(width * Math.min(1, done / total));
      const text = `[${'#'.repeat(full)}${' '.repeat(width - full)}] ${done}/${total} ${oneLine(file)}`;
      void stderr.write(`\r\u001b[K${fitted(text, (stderr.columns ?? 80) - 1)}`);
    },
    end: async () => { if (drawn) await stderr.write('\r\u001b[K'); },
  };
}
