import type { Environment } from '../evaluate/program';
import { folderOf } from './projects';

export type Json = Readonly<Record<string, unknown>>;
export const isRecord = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);

/** The file of a name (`package.json`) that stands in the folder of a file or nearest above it, where something about it holds. */
export function nearestJson(environment: Environment, file: string, name: string, holds: (json: Json) => boolean = () => true): Json | undefined {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const json = environment.json(folder === '' ? name : `${folder}/${name}`);
    if (isRecord(json) && holds(json)) return json;
    if (folder === '') return undefined;
  }
}

/** The version of a package that the nearest manifest which names it asks for. */
export function wantedVersion(environment: Environment, file: string, name: string): string | undefined {
  const versionIn = (json: Json): string | undefined => ['dependencies', 'devDependencies', 'peerDependencies'].flatMap(key => {
    const listed = json[key];
    const version = isRecord(listed) ? listed[name] : undefined;
    return typeof version === 'string' ? [version] : [];
  })[0];
  const manifest = nearestJson(environment, file, 'package.json', json => versionIn(json) !== undefined);
  return manifest && versionIn(manifest);
}
