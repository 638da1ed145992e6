import type { Connection } from 'vscode-languageserver';
import { presets } from '../model/config';
import type { Settings } from './protocol';

/** What holds when the client has no settings. */
export const defaultSettings: Settings = { configFile: '', preset: 'recommended' };

/** Settings from whatever a client sends; what is no setting is ignored. */
export function readSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { configFile, preset } = value as Record<string, unknown>;
  return {
    configFile: typeof configFile === 'string' ? configFile : defaultSettings.configFile,
    preset: presets.find(one => one === preset) ?? defaultSettings.preset,
  };
}

/** Asks the client for the settings of a folder. A client that fails has none. */
export async function askSettings(connection: Connection, scopeUri: string): Promise<Settings> {
  try {
    return readSettings(await connection.workspace.getConfiguration({ scopeUri, section: 'routewarden' }));
  } catch (error) {
    connection.console.warn(`The client did not give its settings: ${String(error)}`);
    return defaultSettings;
  }
}
