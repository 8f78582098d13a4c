/** The four versions that are kept apart. */
export const version = "0.1.0"; // of the engine: the package's
export const languageVersion = "1"; // of scenario files
export const tableVersion = "1"; // of observables.csv
