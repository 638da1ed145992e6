/**
 * Status codes with the phrases of the HTTP Status Code Registry (https://www.iana.org/assignments/http-status-codes, which begins with
 * section 15 of RFC 9110). A name in code is its phrase in capitals, but for what packages call differently.
 */
const phrases: Readonly<Record<number, string>> = {
  100: 'Continue', 101: 'Switching Protocols', 102: 'Processing', 103: 'Early Hints',
  200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'Non-Authoritative Information', 204: 'No Content', 205: 'Reset Content', 206: 'Partial Content', 207: 'Multi-Status',
  208: 'Already Reported', 226: 'IM Used',
  300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 305: 'Use Proxy', 307: 'Temporary Redirect', 308: 'Permanent Redirect',
  400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 406: 'Not Acceptable',
  407: 'Proxy Authentication Required', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone', 411: 'Length Required', 412: 'Precondition Failed', 413: 'Request Entity Too Large',
  414: 'Request-URI Too Long', 415: 'Unsupported Media Type', 416: 'Requested Range Not Satisfiable', 417: 'Expectation Failed', 418: "I'm a teapot", 421: 'Misdirected Request',
  422: 'Unprocessable Entity', 423: 'Locked', 424: 'Failed Dependency', 425: 'Too Early', 426: 'Upgrade Required', 428: 'Precondition Required', 429: 'Too Many Requests',
  431: 'Request Header Fields Too Large', 451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout', 505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates', 507: 'Insufficient Storage', 508: 'Loop Detected', 510: 'Not Extended', 511: 'Network Authentication Required',
};

/** One status code as a package knows it. */
export interface Status { readonly code: number; readonly name: string; readonly phrase: string }

const nameOf = (phrase: string): string => phrase.replaceAll(/[ -]/g, '_').replaceAll("'", '').toUpperCase();

/** The statuses of a package: those of the registry that it has, under the names that it gives them, and those of its own. */
export function statusesOf(own: Readonly<Record<number, readonly [name: string, phrase?: string]>>, without: readonly number[] = []): readonly Status[] {
  const all = new Map<number, Status>(Object.entries(phrases).map(([key, phrase]) => [Number(key), { code: Number(key), name: nameOf(phrase), phrase }]));
  for (const code of without) all.delete(code);
  for (const [key, [name, phrase]] of Object.entries(own)) all.set(Number(key), { code: Number(key), name, phrase: phrase ?? phrases[Number(key)] ?? name });
  return [...all.values()];
}
