import { type Action, Interceptor, type InterceptorInterface } from 'routing-controllers';

@Interceptor()
export class Envelope implements InterceptorInterface {
  intercept(_action: Action, content: unknown): unknown {
    return { data: content };
  }
}
