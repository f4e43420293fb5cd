/**
 * Reads the rest of the program's own files now; the parts are still compiled when they are needed. For verbs that run for minutes: an upgrade meanwhile
 * replaces those files, and what was proven by then could not be printed. Run from sources, or as one executable, there is nothing to read.
 */
export function holdProgram(): void {
  // bin/program.js, which loads the parts of the bundle, lends it.
  const lent = (globalThis as { [slot: symbol]: unknown })[Symbol.for("hullproof.hold")] as (() => void) | undefined;
  lent?.();
}
