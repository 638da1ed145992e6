import type { Environment, Program } from '../../evaluate/program';
import { lit, object } from '../../evaluate/value';
import { content } from './autoload';
import { instanceType } from './instance';
import { createApplication, enqueue } from './loading';

/** What `fastify start` of fastify-cli starts: the plugin in a file, and the prefix that it gets. */
interface Start { readonly file: string; readonly prefix: string | null }

const COMMAND = /(?:^|[\s;&|"'/])fastify\s+start\s+([^;&|]*)/;

/** Starts in the scripts of the workspace's manifests. */
export function starts(environment: Environment): readonly Start[] {
  const out = new Map<string, Start>();
  for (const manifest of environment.files()) {
    if (!/(^|\/)package\.json$/.test(manifest)) continue;
    const json = environment.json(manifest);
    const scripts: unknown = typeof json === 'object' && json !== null && 'scripts' in json ? json.scripts : null;
    if (typeof scripts !== 'object' || scripts === null) continue;
    const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1);
    for (const script of Object.values(scripts)) {
      const said = typeof script === 'string' ? COMMAND.exec(script)?.[1] : undefined;
      if (said === undefined) continue;
      const words = said.trim().split(/\s+/);
      const file = words.toReversed().flatMap(word => sources(folder + word.replace(/^\.\//, '')).find(one => environment.exists(one)) ?? [])[0];
      const prefix = /(?:^|\s)(?:-x|--prefix)[\s=](\S+)/.exec(said)?.[1] ?? null;
      if (file !== undefined && !out.has(file)) out.set(file, { file, prefix });
    }
  }
  return [...out.values()];
}

/** The source of a file that is started: what is built lies elsewhere. */
function sources(file: string): readonly string[] {
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  const moved = [file, ...['src/', ''].map(to => file.replace(/(^|\/)(?:dist|build|out|lib)\/(?:src\/)?/, `$1${to}`))];
  return moved.flatMap(one => [one, one.replace(/\.([cm]?)js$/, '.$1ts')]);
}

/** Makes the applications that the command line starts; once for a program. */
export function startCommands(program: Program): void {
  const started = program.collected<string>('fastify.started');
  if (started.length > 0) return;
  started.push('');
  for (const { file, prefix } of starts(program.environment)) {
    const m = program.machine;
    const plugin = content(m, file);
    if (!plugin) continue;
    const site = { file, unit: '', n: 0 };
    const app = createApplication(m, instanceType, site, false);
    enqueue(m, { kind: 'plugin', name: '', instance: app, value: plugin, options: prefix === null ? object() : object([['prefix', lit(prefix)]]), site: plugin.t === 'fn' ? plugin.site : site });
  }
}
