export { default as people, addLate } from './people';
export * from './tags';
export * as version from './version';
