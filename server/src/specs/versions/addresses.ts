import { entriesOf, itemsOf, stringOf, textOf, valueOf, type DocumentNode } from '../../syntax/document';

/** A base path with a leading and without a trailing slash; the root is the empty string. */
export function trimmedPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '' : `/${parts.join('/')}`;
}

/** The path parts of `servers`, variables replaced by their defaults; one empty one when there are no servers. */
export function serverPaths(root: DocumentNode | null): readonly string[] {
  const paths = itemsOf(valueOf(root, 'servers')).flatMap((server) => {
    const url = stringOf(valueOf(server, 'url'));
    return url === null ? [] : [pathOf(withDefaults(url, valueOf(server, 'variables')))];
  });
  return paths.length === 0 ? [''] : [...new Set(paths)];
}

function withDefaults(url: string, variables: DocumentNode | null): string {
  const defaults = new Map(entriesOf(variables).map((entry) => [entry.key, textOf(valueOf(entry.value, 'default'))] as const));
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => defaults.get(name) ?? whole);
}

/** The path of an address, which may lack a host, or have a variable without a default for one. */
function pathOf(url: string): string {
  const bare = url.trim().replace(/[?#].*$/s, '');
  const behindHost = /^(?:(?:[a-z][a-z0-9+.-]*|\{[^{}]*\}):)?\/\/[^/]*(.*)$/is.exec(bare)?.[1] ?? bare.replace(/^\{[^{}]*\}(?=\/|$)/, '');
  return trimmedPath(behindHost);
}
