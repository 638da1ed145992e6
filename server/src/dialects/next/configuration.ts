import type { Program } from '../../evaluate/program';
import type { RawComponent } from '../dialect';
import { optionOf } from '../options';
import { pathComponents } from '../paths';

/** The base path that the configuration of an application gives all of its routes; null without one. */
export function basePathOf(program: Program, file: string | null): RawComponent | null {
  const found = optionOf(program, file, ['basePath']);
  if (!found) return null;
  const [component] = pathComponents(found, text => text, null);
  return component && component.text !== '' ? component : null;
}
