import { lowerModule } from '../lower/module';
import type { ModuleFacts } from '../model/facts';
import type { SpecFacts } from '../model/spec';
import { readSpec } from '../specs/read';
import { yamlData } from '../syntax/data';
import { looksLikeSpec } from '../syntax/document';
import { parseJsonc } from '../syntax/jsonc';
import type { SourceTree } from './api';
import { specifiersOf } from './relevance';

/** Texts and what was read from them, by content: an editor's text wins over the disk, and an unchanged file is never parsed again. */
export interface Sources {
  text(file: string): string | undefined;
  /** Why a listed file has no text; undefined when it has one or is gone. */
  skipped(file: string): string | undefined;
  facts(file: string): ModuleFacts | undefined;
  /** The OpenAPI document in a file; null when it is none. */
  spec(file: string): SpecFacts | null;
  /** The data of a JSON or YAML file. */
  json(file: string): unknown;
  specifiers(file: string): readonly string[];
  open(file: string, text: string): void;
  close(file: string): void;
  /** The texts as they are now, whatever changes later; a file that was never read before is read then. */
  view(): (file: string) => string | undefined;
  /** The text as far as it was ever asked for. */
  peek(file: string): string | undefined;
  /** Forgets what was read from disk. */
  invalidate(file: string): void;
  isOpen(file: string): boolean;
  /** Files lowered since the last call. */
  takeParsed(): readonly string[];
}

interface Entry { readonly text: string; readonly facts?: ModuleFacts; readonly spec?: SpecFacts | null; readonly json?: { readonly value: unknown }; readonly specifiers?: readonly string[] }

/** Sources over a tree. */
export function createSources(tree: SourceTree): Sources {
  let overlay = new Map<string, string>();
  let disk = new Map<string, { readonly text?: string; readonly reason?: string }>();
  const entries = new Map<string, Entry>();
  let parsed: string[] = [];
  /** Whether a view shows the maps as they are: then what it shows is left to it before anything in them changes. */
  let viewed = false;
  function leave(): void {
    if (!viewed) return;
    overlay = new Map(overlay);
    disk = new Map(disk);
    viewed = false;
  }

  function fromDisk(file: string): { readonly text?: string; readonly reason?: string } {
    const known = disk.get(file);
    if (known) return known;
    const result = tree.read(file);
    const read = result.kind === 'text' ? { text: result.text } : result.kind === 'skipped' ? { reason: result.reason } : {};
    disk.set(file, read);
    return read;
  }
  const text = (file: string): string | undefined => overlay.get(file) ?? fromDisk(file).text;

  /** What is known of a file's present text. */
  function entry(file: string, content: string): Entry {
    const known = entries.get(file);
    if (known?.text === content) return known;
    const fresh = { text: content };
    entries.set(file, fresh);
    return fresh;
  }
  const keep = <T extends Partial<Entry>>(file: string, known: Entry, more: T): T => { entries.set(file, { ...known, ...more }); return more; };

  return {
    text,
    skipped: file => overlay.has(file) ? undefined : fromDisk(file).reason,
    facts(file) {
      const content = text(file);
      if (content === undefined) return undefined;
      const known = entry(file, content);
      if (known.facts) return known.facts;
      parsed.push(file);
      return keep(file, known, { facts: lowerModule(file, content) }).facts;
    },
    spec(file) {
      const content = text(file);
      if (content === undefined || !looksLikeSpec(file, content)) return null;
      const known = entry(file, content);
      if (known.spec !== undefined) return known.spec;
      parsed.push(file);
      return keep(file, known, { spec: readSpec(file, content) }).spec;
    },
    json(file) {
      const content = text(file);
      if (content === undefined) return undefined;
      const known = entry(file, content);
      return (known.json ?? keep(file, known, { json: { value: /\.ya?ml$/i.test(file) ? yamlData(file, content) : parseJsonc(content) } }).json).value;
    },
    specifiers(file) {
      const content = text(file);
      if (content === undefined) return [];
      const known = entry(file, content);
      return known.specifiers ?? keep(file, known, { specifiers: specifiersOf(content) }).specifiers;
    },
    open(file, content) {
      if (viewed) overlay = new Map(overlay);
      overlay.set(file, content);
    },
    close(file) {
      leave();
      overlay.delete(file);
      disk.delete(file);
    },
    invalidate(file) {
      leave();
      disk.delete(file);
    },
    isOpen: file => overlay.has(file),
    view() {
      viewed = true;
      const [opened, read] = [overlay, disk];
      return file => opened.get(file) ?? (read.has(file) ? read.get(file)?.text : text(file));
    },
    peek: file => overlay.get(file) ?? disk.get(file)?.text,
    takeParsed() {
      const taken = parsed;
      parsed = [];
      return taken;
    },
  };
}
