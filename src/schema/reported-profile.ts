import { reported } from "./leaves.ts";
import { profileSchemas } from "./profile.ts";

/** A profile in a report. */
export const { profile, capability, restrictions, preparedMount, witness, provenFor } = profileSchemas(reported);
