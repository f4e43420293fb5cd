import type { Stage } from "../facts/dockerfile.ts";

/** Text of a package source that keeps every version it ever had. */
const snapshot = /\bsnapshot\b[^\n]*\/\d{8}T?|\bAPT::Snapshot\b|--snapshot\b/i;

const answers = new WeakMap<Stage, boolean>();

/** The stage takes packages from a snapshot of the archive; each of its calls asks, and it is looked up once. */
export function usesSnapshot(stage: Stage): boolean {
  const known =
    answers.get(stage) ??
    stage.instructions.some(({ keyword, args }) => /^(RUN|ARG|ENV)$/.test(keyword) && snapshot.test(args));
  answers.set(stage, known);
  return known;
}
