/**
 * The messages between client and server that the Language Server Protocol does not have. Types only: the client imports this file
 * and nothing else of the server, and both sides write the method names as literals of these types.
 */

/** Formats that the inventory can be exported in from the editor. */
export type InventoryFormat = 'json' | 'csv' | 'markdown';

/**
 * Client → server: the inventory of a workspace folder as text, rendered as the command line renders it. Waits for the first scan.
 * `folder` is its URI, or that of a file in it, and may be left out when only one is open. Fails with a message when the folder could not
 * be analysed.
 */
export interface InventoryRequest {
  readonly method: 'routewarden/inventory';
  readonly params: { readonly format: InventoryFormat; readonly folder?: string };
  readonly result: { readonly text: string; readonly endpoints: number };
}

/** Server → client: what the server is doing and what it knows so far; sent when a scan starts, proceeds and ends, and after changes. */
export interface StatusNotification {
  readonly method: 'routewarden/status';
  readonly params: Status;
}

export interface Status {
  readonly phase: 'scanning' | 'ready';
  /** Files analysed so far. */
  readonly files: number;
  readonly endpoints: number;
  /** Findings that are not suppressed. */
  readonly findings: number;
}

/** The settings of section `routewarden`, as the server gets them from `workspace/configuration`. */
export interface Settings {
  /** Path relative to the workspace folder; empty: the nearest `routewarden.config.json`. Empty in an untrusted workspace. */
  readonly configFile: string;
  readonly preset: 'recommended' | 'strict' | 'owasp-api-2023' | 'all';
}
