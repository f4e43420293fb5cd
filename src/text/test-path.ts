const testFolder =
  /(?:^|\/)(?:tests?|testing|testdata|test[-_]data|__tests__|fixtures?|e2e|(?:integration|unit|system|e2e)[-_]?tests?)\//i;

/** Whether a file is in a folder whose files are used by tests alone. */
export function isTestPath(path: string): boolean {
  return testFolder.test(path);
}
