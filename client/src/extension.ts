/** Starts the extension. */
export function activate(): void {}
