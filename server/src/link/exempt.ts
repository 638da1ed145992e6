import type { RawEndpoint } from '../dialects/dialect';
import { joinComponents } from '../dialects/paths';
import type { Machine } from '../evaluate/machine';
import type { Guard } from '../model/api';
import type { Config } from '../model/config';
import type { Evidence } from '../model/finding';
import { runEndpoint } from './exchange';
import type { JudgeContext } from './judge';
import { judgeStep } from './judge';

/** The most other paths that are tried, and a name that no list of open paths has. */
const MAX_TRIED = 3;
const ELSEWHERE = 'elsewhere-0';

/** Paths beside a path, the nearest first: its last segments are others. */
function pathsBeside(path: string): readonly string[] {
  const parts = path.split('/').filter(part => part !== '');
  return parts.map((_, index) => `/${[...parts.slice(0, parts.length - 1 - index), ...Array.from({ length: index + 1 }, () => ELSEWHERE)].join('/')}`).slice(0, MAX_TRIED);
}

/**
 * Whether a guard leaves this path open on purpose: it lets every request through, and refuses the same request at a path beside it. Then its list of
 * open paths has this one. The guards are run again with the other path; nothing of that remains.
 */
export function exemption(m: Machine, endpoint: RawEndpoint, guards: readonly Guard[], context: JudgeContext, config: Config): Evidence | null {
  const { elsewhere } = endpoint;
  if (elsewhere === undefined || guards.every(guard => guard.verdict !== 'passes')) return null;
  const steps = endpoint.steps.filter(step => step.kind === 'guard');
  for (const path of pathsBeside(joinComponents(endpoint.components))) {
    const other = runEndpoint(m, { ...endpoint, steps, late: [], exchange: machine => elsewhere(machine, path) }, config);
    const guard = guards.find((here, index) => { const there = other.steps[index]; return here.verdict === 'passes' && there !== undefined && judgeStep(there, context).verdict === 'refuses'; });
    if (guard) return { message: `${guard.name} asks for credentials at other paths and lets this one through: its list of open paths has it`, file: guard.file, range: guard.range };
  }
  return null;
}
