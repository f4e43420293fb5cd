/**
 * Reads the program's remaining files into memory; they are compiled when they are needed. For verbs that run for minutes: an upgrade meanwhile
 * replaces these files, and the report of the proof could not be rendered. Running from sources, or as one executable, needs no reading.
 */
export function holdProgram(): void {
  // Provided by bin/program.js, which loads the parts of the bundle.
  const lent = (globalThis as { [slot: symbol]: unknown })[Symbol.for("hullproof.hold")] as (() => void) | undefined;
  lent?.();
}
