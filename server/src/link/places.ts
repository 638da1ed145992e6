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

/**
 * Places that wait: they carry the site instead of a range, so that what was judged once stays true while the text around it moves.
 * `settle` makes them places of the current text.
 */
export function waitingPlaces(places: Places): Places {
  return { ...places, of: site => ({ file: site?.file ?? '', range: { ...START, [WAITING]: site ?? null } }) };
}

const WAITING: unique symbol = Symbol('site');
interface WaitingRange { readonly [WAITING]?: Site | null }

/** A copy of plain data with all waiting places settled, as they are now. */
export function settle<T>(data: T, places: Places): T {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(one => settle<unknown>(one, places)) as T;
  if (WAITING in data) return places.of((data as WaitingRange)[WAITING] ?? null).range as T;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, settle<unknown>(value, places)])) as T;
}

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
