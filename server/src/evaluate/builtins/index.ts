export { memberOfText } from './texts';
export { memberOfList } from './lists';
