import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with `N passed, N failed[, N skipped]`, a line that any CI can read. A file that broke counts as failed. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const again: string[] = [];
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
        if (test.diagnostic()?.flaky === true) again.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
      if (module.errors().length > 0) count.failed++;
    }
    // No reason to fail, and one to look.
    if (again.length > 0) console.log(`Passed at the second try:\n${again.map((one) => `  ${one}\n`).join("")}`);
    const left = count.skipped + count.pending;
    console.log(`${count.passed} passed, ${count.failed} failed${left > 0 ? `, ${left} skipped` : ""}`);
  }
}
