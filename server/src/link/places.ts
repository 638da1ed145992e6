import { rangeAt } from '../base/lines';
import type { Place } from '../model/api';
import type { ModuleFacts, Site } from '../model/facts';

/** Turns sites into places of the current text. */
export interface Places {
  of(site: Site | null): Place;
  /** Offsets of a node; undefined when it is gone. */
  span(site: Site | null): { readonly file: string; readonly start: number; readonly end: number } | undefined;
  facts(file: string): ModuleFacts | undefined;
  text(file: string): string | undefined;
}

const START = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Places over facts and texts as they are now. */
export function createPlaces(facts: (file: string) => ModuleFacts | undefined, text: (file: string) => string | undefined): Places {
  const places: Places = {
    facts, text,
    span(site) {
      if (site === null) return undefined;
      const unit = facts(site.file)?.units[site.unit];
      const start = unit?.spans[2 * site.n];
      const end = unit?.spans[2 * site.n + 1];
      return start === undefined || end === undefined ? undefined : { file: site.file, start, end };
    },
    of(site) {
      const span = places.span(site);
      const module = site === null ? undefined : facts(site.file);
      return span && module ? { file: span.file, range: rangeAt(module.lineStarts, span) } : { file: site?.file ?? '', range: START };
    },
  };
  return places;
}
