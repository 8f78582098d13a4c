/** Where the built entries of worker threads are: two folders up is the root, from src/node/ and from dist/chunks/ alike. */
export const sweepWorker = new URL("../../dist/node/sweep-worker.js", import.meta.url).href;
