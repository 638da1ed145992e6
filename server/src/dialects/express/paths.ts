export { pathToRegexp as expressPath } from '../path-to-regexp';
