import { type Action, createParamDecorator } from 'routing-controllers';
import { claimsOf } from './token';

export const Caller = (options: { required: boolean }) => createParamDecorator({
  required: options.required,
  value: (action: Action) => claimsOf(action.request.headers.authorization),
});
