import type { ModelType, Value } from '../evaluate/value';
import { derived, model, UNDEFINED } from '../evaluate/value';

/** What middleware leaves on a request for those after it: `event.locals`, `event.context`, `context.locals`. */
interface Bag { readonly name: string; readonly closed: boolean; readonly own: ReadonlyMap<string, Value> }

const bagType: ModelType<Bag> = {
  name: 'Bag',
  get: (self, key, m) => {
    const set = self.props.get(key) ?? self.state.own.get(key);
    if (set) return set;
    if (self.state.closed) return UNDEFINED;
    // What middleware out of sight leaves: mostly who is signed in.
    if (/session/i.test(key)) return m.input('session');
    if (/^(user|auth|account|viewer|principal|admin|member|currentUser|userId)$/.test(key)) return m.input('principal');
    return derived(`${self.state.name}.${key}`, []);
  },
  keys: self => [...self.state.own.keys(), ...self.props.keys()],
};

/** A fresh bag. `closed`: no middleware is out of sight, so what nobody left is not there. `own` is in it from the start. */
export function bagOf(name: string, closed: boolean, own: Iterable<readonly [string, Value]> = []): Value {
  return model<Bag>(bagType, { name, closed, own: new Map(own) }, null) as Value;
}
