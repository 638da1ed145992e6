import type { ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, input, list, listOf, model, native, object } from '../../evaluate/value';
import { goOn, packages, passing, passingFactory } from '../credentials';
import type { Library } from '../library';

const outcome = (): Value => object([
  ['isEmpty', native('isEmpty', () => derived('validation.isEmpty', []))], ['array', native('array', () => listOf(derived('validation.error', [])))],
  ['mapped', native('mapped', () => derived('validation.errors', []))], ['throw', native('throw', () => derived('validation.throw', []))],
  ['formatWith', native('formatWith', (_m, call) => call.self)], ['errors', listOf(derived('validation.error', []))],
]);

/** A chain of express-validator is a middleware; every rule gives it back. */
const chainType: ModelType<null> = {
  name: 'express-validator.Chain',
  get: (self, key) => key === 'then' || key === 'catch' || key === 'finally' ? undefined : native(`chain.${key}`, () => key === 'run' ? outcome() : self as Value),
  call: (_self, m, call) => goOn(m, call),
};

const chain = (name: string): NativeValue => native(name, (_m, call) => model(chainType, null, call.site) as Value);

/** Validators of requests: they answer 400 to what is malformed and ask nobody who they are. */
export const library: Library = {
  name: 'request validators',
  models: () => {
    const result = native('validationResult', outcome, [['withDefaults', native('withDefaults', () => native('validationResult', outcome))]]);
    const members: Readonly<Record<string, Value>> = {
      ...Object.fromEntries(['body', 'param', 'query', 'header', 'cookie', 'check', 'buildCheckFunction'].map(name => [name, name === 'buildCheckFunction' ? native(name, () => chain('check')) : chain(name)])),
      checkSchema: native('checkSchema', (_m, call) => list([model(chainType, null, call.site) as Value])), checkExact: passingFactory('checkExact'), oneOf: passingFactory('oneOf'),
      validationResult: result, matchedData: native('matchedData', () => input('body')),
    };
    const celebrate = { celebrate: passingFactory('celebrate'), errors: passingFactory('celebrate.errors'), celebrator: native('celebrator', () => passingFactory('celebrate')), isCelebrateError: native('isCelebrateError', () => derived('isCelebrateError', [])) };
    const zod = Object.fromEntries(['validateRequest', 'validateRequestBody', 'validateRequestParams', 'validateRequestQuery', 'processRequest', 'processRequestBody', 'processRequestParams', 'processRequestQuery'].map(name => [name, passingFactory(name)]));
    const openapi = { middleware: native('OpenApiValidator.middleware', () => list([passing('OpenApiValidator')])) };
    return packages({
      'express-validator': { ...members, ExpressValidator: native('ExpressValidator', () => object(Object.entries(members))) },
      'express-validator/check': members, 'express-validator/filter': members,
      celebrate, 'zod-express-middleware': zod, 'express-openapi-validator': openapi,
      'express-json-validator-middleware': { Validator: native('Validator', () => object([['validate', passingFactory('validate')]])) },
      'express-joi-validation': { createValidator: native('createValidator', () => object(['body', 'query', 'params', 'headers', 'response'].map(name => [name, passingFactory(`validator.${name}`)] as const))) },
      'express-validation': { validate: passingFactory('validate') },
    });
  },
};
