import type { Value } from '../../evaluate/value';
import { hole, list, native, NULL, object, UNDEFINED } from '../../evaluate/value';
import { isColumn } from './tables';

const comparing = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike', 'notLike', 'notIlike', 'inArray', 'notInArray', 'arrayContains', 'arrayContained', 'arrayOverlaps', 'between', 'notBetween'];

/** The operators of conditions. A condition is given as filters are in other libraries: the column's name with its value; several of them are a list. */
export const operators: readonly (readonly [string, Value])[] = [
  ...comparing.map(name => [name, native(name, (_m, call) => {
    const [left = UNDEFINED, right = UNDEFINED] = call.args;
    if (isColumn(left)) return object([[left.state.field.name, isColumn(right) ? hole('another column', call.site) : right]]);
    return isColumn(right) ? object([[right.state.field.name, left]]) : hole('a condition', call.site, call.args);
  })] as const),
  ...['isNull', 'isNotNull'].map(name => [name, native(name, (_m, call) => isColumn(call.args[0]) ? object([[call.args[0].state.field.name, NULL]]) : list([]))] as const),
  ...['and', 'or'].map(name => [name, native(name, (_m, call) => list(call.args))] as const),
  ['not', native('not', (_m, call) => call.args[0] ?? UNDEFINED)],
  ...['exists', 'notExists'].map(name => [name, native(name, (_m, call) => hole('a subquery', call.site, call.args))] as const),
  ...['asc', 'desc', 'count', 'sum', 'avg', 'min', 'max', 'countDistinct'].map(name => [name, native(name, (_m, call) => call.args[0] ?? UNDEFINED)] as const),
];
