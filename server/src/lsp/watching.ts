import { DidChangeWatchedFilesNotification, WatchKind, type Connection } from 'vscode-languageserver';

/** What is watched: everything that is read, and folders, which come and go as a whole when a branch is switched. */
const contents = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json,yaml,yml,prisma}';

/** Asks the client to tell about changes on disk. */
export async function watchFiles(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      { globPattern: contents, kind: WatchKind.Change },
      { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
    ],
  });
}
