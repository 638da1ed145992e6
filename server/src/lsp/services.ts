import type { SourceTree, Workspace } from '../engine/api';
import type { ConfigRequest, LoadedConfig } from '../host/config';
import type { OpenedTree } from '../host/tree';
import type { Config } from '../model/config';
import type { InventoryReport } from '../reports/report';
import type { InventoryFormat } from './protocol';

/** Everything that the server needs from the rest of the product; tests give other things. What is slow to load is loaded by the first call. */
export interface Services {
  createWorkspace(tree: SourceTree, config: Config): Workspace | Promise<Workspace>;
  openTree(root: string, exclude: readonly string[]): OpenedTree;
  loadConfig(request: Pick<ConfigRequest, 'root' | 'file'>): Promise<LoadedConfig>;
  /** `YYYY-MM-DD`. */
  today(): string;
  renderInventory(format: InventoryFormat, report: Omit<InventoryReport, 'tool'>): Promise<string>;
  /** The address of the page about a check; null when there is none. */
  documentation(check: string): string | null;
  /** The bundled JSON schema of an OpenAPI version; null when there is none. */
  openApiSchema(version: OpenApiVersion): object | null;
  readonly version: string;
}

/** The versions of OpenAPI that have a schema of their own. */
export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2';
