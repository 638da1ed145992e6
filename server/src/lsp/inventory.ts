import { ResponseError, LSPErrorCodes, type CancellationToken } from 'vscode-languageserver';
import { unlessCancelled } from './diagnostics';
import type { Folders, OpenFolder } from './folders';
import type { InventoryFormat, InventoryRequest } from './protocol';
import type { Services } from './services';

const formats: readonly InventoryFormat[] = ['json', 'csv', 'markdown'];
const refuse = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message);

/** Answers `routewarden/inventory`. `rescan` reads a folder whose scan was cancelled: whoever asks for the inventory wants it complete. */
export async function inventory(
  params: Partial<InventoryRequest['params']> | null, token: CancellationToken, folders: Folders, services: Pick<Services, 'renderInventory'>, rescan: (opened: OpenFolder) => Promise<unknown>,
): Promise<InventoryRequest['result']> {
  const format = formats.find(one => one === params?.format);
  if (format === undefined) throw refuse(`There is no inventory format ${JSON.stringify(params?.format)}; ask for ${formats.join(', ')}.`);
  const all = folders.all();
  const wanted = params?.folder;
  const opened = wanted === undefined ? all[0] : all.find(({ folder }) => folder.uri === wanted) ?? folders.owner(wanted)?.opened;
  if (opened === undefined) throw refuse(wanted === undefined ? 'No folder is open, so there is no inventory; open the folder that holds the API.' : `${wanted} is not an open folder.`);
  if (wanted === undefined && all.length > 1) throw refuse('Several folders are open; say of which one the inventory is wanted.');
  const { folder } = opened;
  await unlessCancelled(folder.settled(), token);
  if (folder.phase() === 'cancelled') await unlessCancelled(rescan(opened), token);
  const snapshot = folder.snapshot();
  if (snapshot === undefined) throw refuse('The workspace was not read completely, so there is no inventory; look at the output for the reason.');
  const text = await services.renderInventory(format, { root: folder.root, model: snapshot.model, findings: snapshot.findings });
  return { text, endpoints: snapshot.model.endpoints.length };
}
