import { textOf, valueOf, type DocumentNode } from '../../syntax/document';
import { v20 } from './v20';
import { v30 } from './v30';
import { v31 } from './v31';
import { v32 } from './v32';
import type { Version } from './version';

export type { Version } from './version';

/** The version that a document says it is written in; null when it is no OpenAPI document. A later 3.x is read as the last one known. */
export function versionOf(root: DocumentNode | null): Version | null {
  const openapi = textOf(valueOf(root, 'openapi'));
  if (openapi !== null) {
    const minor = /^3\.(\d+)(?:\.|-|$)/.exec(openapi)?.[1];
    return minor === undefined ? (openapi === '3' ? v30 : null) : minor === '0' ? v30 : minor === '1' ? v31 : v32;
  }
  return /^2(\.0)?$/.test(textOf(valueOf(root, 'swagger')) ?? '') ? v20 : null;
}
