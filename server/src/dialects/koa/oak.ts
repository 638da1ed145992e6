import type { Machine } from '../../evaluate/machine';
import type { ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, input, lit, model, native, object, TRUE } from '../../evaluate/value';
import { requestFields, requestUrl } from '../fetch';
import type { FetchRequest } from '../fetch';

/** oak (https://oakserver.org) is Koa with the values of the Fetch standard in its requests. */

/** Packages and addresses of oak, whatever the version. */
export const isOak = (specifier: string): boolean => /^(?:(?:jsr:|npm:)?@oak(?:server)?\/oak|oak|https:\/\/deno\.land\/x\/oak)(?:@[\w.^~-]+)?(?:\/mod\.ts)?$/.test(specifier);

const MARK = '#oak';
type Marked = { readonly props: Map<string, Value> };

/** Says that an application is one of oak. */
export function markOak(app: Marked): void {
  app.props.set(MARK, TRUE);
}

/** Whether an application is one of oak. */
export const isOakApp = (app: Marked): boolean => app.props.has(MARK);

/** The body: read by functions since version 13; before that a function gave an object with its value. */
const bodyType: ModelType<null> = {
  name: 'oak.Body',
  mentions: () => [input('body')],
  call: (_self, m) => object([['type', derived('type', [])], ['value', m.input('body')]]),
  get: (_self, key, m) => {
    switch (key) {
      case 'json': case 'text': case 'form': case 'formData': case 'blob': case 'arrayBuffer': return native(`body.${key}`, machine => machine.input('body'));
      case 'value': case 'stream': return m.input('body');
      case 'has': return TRUE;
      case 'type': return native('body.type', () => lit('json'));
      default: return undefined;
    }
  },
};

/** What `ctx.request` has otherwise than Koa. */
export function oakRequestPart(key: string, request: FetchRequest): Value | undefined {
  switch (key) {
    case 'body': return model(bodyType, null) as Value;
    case 'headers': return requestFields('header');
    case 'url': return requestUrl(request);
    case 'hasBody': return TRUE;
    default: return undefined;
  }
}

const CODES: Readonly<Record<string, number>> = {
  OK: 200, Created: 201, Accepted: 202, NoContent: 204, MovedPermanently: 301, Found: 302, SeeOther: 303, TemporaryRedirect: 307, BadRequest: 400, Unauthorized: 401, PaymentRequired: 402, Forbidden: 403, NotFound: 404,
  MethodNotAllowed: 405, Conflict: 409, Gone: 410, UnprocessableEntity: 422, TooManyRequests: 429, InternalServerError: 500, NotImplemented: 501, BadGateway: 502, ServiceUnavailable: 503,
};

const httpError = (status: Value, message: Value | undefined): Value => object([['status', status], ['name', lit('HttpError')], ['message', message ?? derived('message', [])]]);

/** What oak exports beside its application and router. */
export function oakExport(name: string): Value | undefined {
  switch (name) {
    case 'Status': return object(Object.entries(CODES).map(([key, code]) => [key, lit(code)]));
    case 'createHttpError': return native('createHttpError', (_m, call) => httpError(call.args[0] ?? lit(500), call.args[1]));
    case 'httpErrors': return object(Object.entries(CODES).filter(([, code]) => code >= 400).map(([key, code]): [string, NativeValue] => [key, native(key, (_m: Machine, call) => httpError(lit(code), call.args[0]))]));
    default: return undefined;
  }
}
