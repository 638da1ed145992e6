/** A route of h3 in contract notation: `/users/:id`, `/files/**:path`, `/**`. */
export function h3Path(text: string): string {
  return text.split('/').map(part => {
    const many = /^\*\*(?::(\w+))?$/.exec(part);
    if (many) return `{${many[1] ?? 'rest'}*}`;
    if (part === '*') return '{param}';
    return part.replace(/:(\w+)(?:\([^)]*\))?(\?)?/g, (_all, name: string, optional?: string) => `{${name}${optional ?? ''}}`);
  }).join('/');
}

const METHOD = /\.(connect|delete|get|head|options|patch|post|put|trace)$/;

/** What a file below `api/` or `routes/` serves: its path and its method, as Nitro reads its name; null for what is no route. */
export function fileRoute(inside: string): { readonly path: string; readonly method: string } | null {
  if (!/\.([cm]?[jt]s|[jt]sx)$/.test(inside) || /\.(d|test|spec)\.[cm]?[jt]sx?$/.test(inside)) return null;
  let name = inside.replace(/\.[A-Za-z]+$/, '').replace(/\(([^(/\\]+)\)\//g, '').replace(/\.(dev|prod|prerender)$/, '');
  const method = METHOD.exec(name)?.[1];
  if (method !== undefined) name = name.slice(0, -method.length - 1);
  const path = `/${name}`.replace(/\[\.{3}(\w*)\]/g, (_all, rest: string) => `{${rest === '' ? 'rest' : rest}*}`).replace(/\[([^/\]]+)\]/g, '{$1}').replace(/\/index$/, '');
  return { path: path === '' ? '/' : path, method: method === undefined ? 'ANY' : method.toUpperCase() };
}
