/** Builds the page into a folder. @returns its size in bytes, and that when it is compressed */
export function buildPage(folder?: string): Promise<{ readonly bytes: number; readonly compressed: number }>;
