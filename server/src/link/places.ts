import { rangeAt } from '../base/lines';
import type { Range, Span } from '../base/span';
import type { Place } from '../model/api';
import type { ModuleFacts, Site } from '../model/facts';
import { createHeads } from './heads';

/** Turns sites into places of the current text. */
export interface Places {
  of(site: Site | null): Place;
  /** The place of a registration without what it registers. */
  head(site: Site | null): Place;
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
  const waiting = (part: Part) => (site: Site | null): Place => {
    const range: Range & WaitingRange = { ...START, [WAITING]: { part, site } };
    return { file: site?.file ?? '', range };
  };
  return { ...places, of: waiting('of'), head: waiting('head') };
}

type Part = 'of' | 'head';
const WAITING: unique symbol = Symbol('site');
interface WaitingRange { readonly [WAITING]?: { readonly part: Part; readonly site: Site | null } }

/** Plain data with all waiting places settled, as they are now; what holds none of them is not copied. */
export function settle<T>(data: T, places: Places): T {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) {
    const settled = data.map(one => settle<unknown>(one, places));
    return settled.some((one, index) => one !== data[index]) ? settled as T : data;
  }
  const waiting = (data as WaitingRange)[WAITING];
  if (waiting) return places[waiting.part](waiting.site).range as T;
  const own = data as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | null = null;
  for (const key in own) {
    const value = settle(own[key], places);
    if (value !== own[key]) (copy ??= { ...own })[key] = value;
  }
  return copy === null ? data : copy as T;
}

/** Places over facts and texts as they are now. */
export function createPlaces(facts: (file: string) => ModuleFacts | undefined, text: (file: string) => string | undefined): Places {
  const heads = createHeads();
  const placed = (site: Site | null, span: Span | undefined): Place => {
    const module = site === null ? undefined : facts(site.file);
    return span && module ? { file: module.file, range: rangeAt(module.lineStarts, span) } : { file: site?.file ?? '', range: START };
  };
  const places: Places = {
    facts, text,
    span(site) {
      if (site === null) return undefined;
      const unit = facts(site.file)?.units[site.unit];
      const start = unit?.spans[2 * site.n];
      const end = unit?.spans[2 * site.n + 1];
      return start === undefined || end === undefined ? undefined : { file: site.file, start, end };
    },
    of: site => placed(site, places.span(site)),
    head(site) {
      const unit = site === null ? undefined : facts(site.file)?.units[site.unit];
      return placed(site, site === null || unit === undefined ? undefined : heads.of(unit, site.n, text(site.file) ?? ''));
    },
  };
  return places;
}
