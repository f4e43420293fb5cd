const testFolder =
  /(?:^|\/)(?:tests?|testing|testdata|test[-_](?:assets|certs?|data|files|fixtures?|keys|resources?|support)|__tests__|fixtures?|e2e|playwright|cypress|(?:integration|unit|system|e2e|acceptance|functional|smoke)[-_]?tests?|(?:internal|tests?|integration)\/suites?)\//i;

/** Whether a service, container or image is called one of tests: `testing-host`, `db-test`. */
export function isTestName(name: string): boolean {
  return /(?:^|[-_])(?:tests?|testing|e2e)(?:[-_]|$)/i.test(name);
}

/** Whether a file is in a folder whose files are used by tests alone. */
export function isTestPath(path: string): boolean {
  return testFolder.test(path);
}
