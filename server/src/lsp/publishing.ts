import type { Connection } from 'vscode-languageserver';
import type { ClientFeatures } from './client-features';
import type { Diagnostics } from './diagnostics';
import { nothing } from './results';
import type { StatusTeller } from './scanning';

/** How long the server waits for more changes before it tells the client about them, in milliseconds. */
const QUIET_MS = 250;

/** Tells the client that something changed: by a hint to ask again where it asks, by the diagnostics themselves where it does not. */
export interface Publisher {
  changed(): void;
  stop(): void;
}

/** A publisher. Many changes in a row are told as one. */
export function createPublisher(connection: Connection, features: () => ClientFeatures, diagnostics: Diagnostics, status: StatusTeller, log: (message: string) => void): Publisher {
  const published = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let busy = false;

  async function tell(): Promise<void> {
    status.tell();
    if (features().pull) {
      if (features().refresh && diagnostics.outdated()) await connection.languages.diagnostics.refresh();
      return;
    }
    const now = await diagnostics.everything();
    for (const [uri, { id, items }] of now) {
      if (published.get(uri) === id) continue;
      published.set(uri, id);
      await connection.sendDiagnostics({ uri, diagnostics: [...items] });
    }
    for (const [uri, id] of published) {
      if (now.has(uri) || id === nothing.id) continue;
      published.delete(uri);
      await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }
  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // One after the other: an older answer must not arrive after a newer one.
      if (busy) { schedule(); return; }
      busy = true;
      tell().catch((error: unknown) => log(`The client could not be told about changes: ${String(error)}`)).finally(() => { busy = false; });
    }, QUIET_MS);
  }
  return {
    changed() {
      if (!stopped) schedule();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
