export enum Area {
  Files = 'files',
}

export const filesPath = `/${Area.Files}`;
