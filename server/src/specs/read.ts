import { hashText } from '../base/hash';
import { lineStartsOf } from '../base/lines';
import type { OperationFact, SpecFacts } from '../model/spec';
import { entriesOf, followAlias, itemsOf, looksLikeSpec, parseDocument, stringOf, textOf, valueOf, type DocumentNode } from '../syntax/document';
import { readDirectives } from './directives';
import { operationsOf, parameterNodes, type FoundOperation } from './operations';
import { followReference } from './pointer';
import { effectiveSecurity } from './security';
import { versionOf, type Version } from './versions';

type ParameterFact = OperationFact['parameters'][number];
type IgnoreFact = OperationFact['ignores'][number];

/** What an OpenAPI document says; null when the text is none. Never throws: of a broken text, what was understood. */
export function readSpec(file: string, text: string): SpecFacts | null {
  if (!looksLikeSpec(file, text)) return null;
  const { language, root, errors } = parseDocument(file, text);
  const version = versionOf(root);
  if (version === null) return null;
  const ofDocument = ignoresOf(root);
  const lineStarts = lineStartsOf(text);
  return {
    file, hash: hashText(text), version: version.version,
    title: textOf(valueOf(valueOf(root, 'info'), 'title')),
    lineStarts,
    basePaths: version.basePaths(root),
    operations: operationsOf(root, version).map((operation) => operationFact(root, operation, version, ofDocument)),
    directives: readDirectives(language, root, text, lineStarts),
    errors,
  };
}

function operationFact(root: DocumentNode | null, found: FoundOperation, version: Version, ofDocument: readonly IgnoreFact[]): OperationFact {
  const { entry, path, pointer, item } = found;
  const node = followAlias(entry.value);
  const deprecated = valueOf(node, 'deprecated');
  return {
    method: found.method.toUpperCase(), path, pointer, start: entry.keyStart, end: entry.keyEnd,
    operationId: textOf(valueOf(node, 'operationId')),
    summary: textOf(valueOf(node, 'summary')),
    auth: effectiveSecurity(root, node),
    deprecated: deprecated?.kind === 'scalar' && deprecated.value === true,
    parameters: parameterNodes(root, found).flatMap((parameter) => parameterFact(root, parameter, version)),
    responses: entriesOf(valueOf(node, 'responses')).map((response) => response.key).filter((key) => !key.startsWith('x-')),
    ignores: [...ignoresOf(node), ...ignoresOf(item), ...ofDocument],
  };
}

const isPlace = (text: string | null): text is ParameterFact['in'] => text === 'path' || text === 'query' || text === 'header' || text === 'cookie';

/** A parameter of the address or the head; the 2.0 kinds `body` and `formData` are not among them. */
function parameterFact(root: DocumentNode | null, node: DocumentNode, version: Version): ParameterFact[] {
  const name = textOf(valueOf(node, 'name'));
  const place = textOf(valueOf(node, 'in'));
  if (name === null || !isPlace(place)) return [];
  const required = valueOf(node, 'required');
  const schema = followReference(root, version.parameterSchema(node));
  return [{ name, in: place, required: place === 'path' || (required?.kind === 'scalar' && required.value === true), type: typeOf(schema) }];
}

/** The type that a schema names; of a list of types the first that is not null. */
function typeOf(schema: DocumentNode | null): string | null {
  const type = valueOf(schema, 'type');
  return type?.kind === 'seq' ? itemsOf(type).map(stringOf).find((one) => one !== null && one !== 'null') ?? null : stringOf(type);
}

/** The `x-routewarden-ignore` entries of one node: a list of entries, or a single one. */
function ignoresOf(node: DocumentNode | null): readonly IgnoreFact[] {
  const value = valueOf(node, 'x-routewarden-ignore');
  const items = value?.kind === 'map' ? [value] : itemsOf(value);
  return items.flatMap((item) => {
    const check = textOf(valueOf(item, 'check'));
    if (check === null) return [];
    return [{ check, reason: textOf(valueOf(item, 'reason')) ?? '', until: textOf(valueOf(item, 'until')), start: item.start, end: item.end }];
  });
}
