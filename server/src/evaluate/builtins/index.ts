export { memberOfText } from './texts';
export { memberOfList } from './lists';
export { memberOfRegex } from './texts';
