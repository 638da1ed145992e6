import type { Environment } from '../evaluate/program';

/** Applications of frameworks whose routes are files: a folder with their configuration, or with a manifest that depends on them. */

/** One application of the workspace. */
export interface Project {
  /** Its folder; `.` for the root. */
  readonly id: string;
  /** Its folder with a slash at the end; empty for the root. */
  readonly prefix: string;
  /** Its configuration, else the manifest. */
  readonly entry: string;
  readonly config: string | null;
}

const MANIFEST = /(^|\/)package\.json$/;

/** The folder of a file; empty for the root. */
export const folderOf = (file: string): string => file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
const isRecord = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v);

function dependsOn(manifest: unknown, packages: readonly string[]): boolean {
  return isRecord(manifest) && ['dependencies', 'devDependencies', 'peerDependencies'].some(key => {
    const listed = manifest[key];
    return isRecord(listed) && packages.some(name => Object.hasOwn(listed, name));
  });
}

/** The folders with a configuration whose file name matches, or whose manifest depends on one of the packages. */
export function projectsOf(environment: Environment, config: RegExp, packages: readonly string[]): readonly Project[] {
  const configs = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const file of environment.files()) {
    const folder = folderOf(file);
    if (config.test(file.slice(folder === '' ? 0 : folder.length + 1))) { configs.set(folder, file); folders.set(folder, file); }
    else if (MANIFEST.test(file) && !folders.has(folder) && dependsOn(environment.json(file), packages)) folders.set(folder, file);
  }
  return [...folders].map(([folder, entry]) => ({ id: folder === '' ? '.' : folder, prefix: folder === '' ? '' : `${folder}/`, entry, config: configs.get(folder) ?? null }));
}

/** The files of an application, by their path inside of it. Those of an application further in are its own. */
export function filesOf(environment: Environment, project: Project, projects: readonly Project[]): readonly { readonly file: string; readonly inside: string }[] {
  const inner = projects.map(one => one.prefix).filter(prefix => prefix.length > project.prefix.length && prefix.startsWith(project.prefix));
  return environment.files().filter(file => file.startsWith(project.prefix) && !inner.some(prefix => file.startsWith(prefix)))
    .map(file => ({ file, inside: file.slice(project.prefix.length) }));
}

/** The application that a file belongs to: the innermost. */
export function projectOf(projects: readonly Project[], file: string): Project | undefined {
  return projects.filter(one => file.startsWith(one.prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0];
}
