export * from './audit';
export { default as v1 } from './v1';
export { router as tags } from './tags';
