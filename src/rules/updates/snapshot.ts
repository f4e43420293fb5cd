import type { Stage } from "../../facts/dockerfile/dockerfile.ts";
import { inOrder } from "../../text/bounded.ts";
import { oncePer } from "../../text/once-per.ts";

/** Text of a package source that keeps every version it ever had. */
const snapshot = /\bAPT::Snapshot\b|--snapshot\b/i;
const dated = inOrder(/\bsnapshot\b/i, /\/\d{8}/);

/** The stage gets packages from a snapshot of the archive; cached, since each of its calls needs it. */
export const usesSnapshot = oncePer(({ instructions }: Stage): boolean =>
  instructions.some(
    ({ keyword, args }) => /^(RUN|ARG|ENV)$/.test(keyword) && (snapshot.test(args) || dated.test(args)),
  ),
);
