import type { AdvisorySource } from "./advisory.ts";

/** Facts about a source, whichever file it came in. */
export type SourceNote = Pick<AdvisorySource, "name" | "license" | "attribution">;
