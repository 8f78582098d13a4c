/** The versions that are kept apart, but for that of saved states, which stands with them in src/engine/saved.ts. */
export const version = "0.1.0"; // of the engine: the package's
export const languageVersion = "1"; // of scenario files
export const tableVersion = "1"; // of observables.csv
