import { CancellationToken, type Connection, type WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Snapshot } from '../engine/api';
import type { ClientFeatures } from './client-features';
import type { OpenFolder } from './folders';
import type { Status, StatusNotification } from './protocol';

const statusMethod: StatusNotification['method'] = 'routewarden/status';
/** How often progress is told, in milliseconds. */
const PACE_MS = 100;

/** Tells the client what the server is doing. Says nothing twice. */
export interface StatusTeller {
  /** `files`: how many files a running scan has read. */
  tell(files?: number): void;
}

/** The present snapshot of a folder. A failing engine is reported by those who ask for its findings. */
function snapshotOf(folder: OpenFolder['folder']): Snapshot | undefined {
  try {
    return folder.snapshot();
  } catch {
    return undefined;
  }
}

/** A teller over all folders. The counts of folders that are not ready are left out. */
export function createStatusTeller(connection: Connection, folders: () => readonly OpenFolder[]): StatusTeller {
  let last = '';
  return {
    tell(read) {
      const all = folders();
      const scanning = all.some(({ folder }) => folder.phase() === 'scanning');
      let [files, endpoints, findings] = [0, 0, 0];
      for (const { folder } of all) {
        const snapshot = scanning ? undefined : snapshotOf(folder);
        files += snapshot?.model.coverage.files ?? 0;
        endpoints += snapshot?.model.endpoints.length ?? 0;
        findings += snapshot?.findings.filter(finding => finding.suppressed === null).length ?? 0;
      }
      const status: Status = { phase: scanning ? 'scanning' : 'ready', files: scanning ? read ?? 0 : files, endpoints, findings };
      const text = JSON.stringify(status);
      if (text === last) return;
      last = text;
      void connection.sendNotification(statusMethod, status);
    },
  };
}

/** Reads a folder for the first time, with a progress bar that can be cancelled where the client has such. */
export async function scanFolder(opened: OpenFolder, connection: Connection, features: ClientFeatures, status: StatusTeller): Promise<boolean> {
  const { folder, stop } = opened;
  const abort = new AbortController();
  const onStop = (): void => abort.abort();
  stop.signal.addEventListener('abort', onStop);
  let bar: WorkDoneProgressServerReporter | undefined;
  let ended = false;
  // The client may take its time to answer; reading starts at once and the bar appears when it is granted.
  if (features.progress) {
    connection.window.createWorkDoneProgress().then((granted) => {
      if (ended) return;
      bar = granted;
      bar.begin('Routewarden', 0, 'reading the workspace', true);
      (bar.token ?? CancellationToken.None).onCancellationRequested(onStop);
    }, (error: unknown) => connection.console.log(`The client shows no progress: ${String(error)}`));
  }
  let next = 0;
  try {
    const scan = folder.scan(({ done, total, file }) => {
      const now = performance.now();
      if (now < next) return;
      next = now + PACE_MS;
      bar?.report(total === 0 ? 100 : Math.floor((done / total) * 100), file === '' ? 'analysing' : `${done}/${total} files`);
      status.tell(done);
    }, abort.signal);
    status.tell();
    return await scan;
  } finally {
    ended = true;
    bar?.done();
    stop.signal.removeEventListener('abort', onStop);
  }
}
