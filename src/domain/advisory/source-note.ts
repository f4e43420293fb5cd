import type { AdvisorySource } from "./advisory.ts";

/** What is known of a source whatever file it came in. */
export type SourceNote = Pick<AdvisorySource, "name" | "licence" | "attribution">;
