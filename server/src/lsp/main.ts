import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { loadConfig, localDate } from '../host/config';
import { readResource } from '../host/resource';
import { openTree } from '../host/tree';
import { version } from '../host/version';
import { startServer } from './server';
import type { Services } from './services';

/** Files that come with the product stand beside the bundle's folder. */
const shipped = join(__dirname, '..', 'server');
const tool = { name: 'routewarden', version };

const services: Services = {
  version,
  createWorkspace: async (tree, config) => (await import('../engine/workspace')).createWorkspace(tree, config),
  openTree: (root, exclude) => openTree(root, { exclude }),
  async loadConfig(request) {
    const { checks } = await import('../checks/index.generated');
    return loadConfig({ ...request, cwd: request.root, checks: checks.map(({ id }) => id) });
  },
  today: () => localDate(),
  async renderInventory(format, report) {
    const { inventoryFormats } = await import('../reports/formats');
    return inventoryFormats[format]({ ...report, tool });
  },
  // The pages are generated into the product; they have no address on the web.
  documentation: check => /^[\w-]+\/[\w-]+$/.test(check) ? pathToFileURL(join(shipped, 'docs', 'checks', `${check}.md`)).href : null,
  openApiSchema(openApi) {
    const text = readResource(join(shipped, 'schema', 'openapi', `openapi-${openApi}.json`));
    return text === undefined ? null : JSON.parse(text) as object;
  },
};

// The connection's transport comes from the arguments: Node's IPC from the editor, `--stdio` from everything else.
const connection = createConnection(ProposedFeatures.all);
// What breaks in one request or in the background must not take the editor's server away.
process.on('unhandledRejection', reason => connection.console.error(`Unhandled: ${reason instanceof Error ? reason.stack ?? reason.message : String(reason)}`));
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  // Nobody listens any more, and telling them would fail in the same way again.
  if (error.code === 'EPIPE' || error.code === 'ERR_IPC_CHANNEL_CLOSED') process.exit(1);
  connection.console.error(`Unhandled: ${error.stack ?? error.message}`);
});
startServer(connection, services);
