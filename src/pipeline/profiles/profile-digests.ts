import { createHash } from "node:crypto";
import type { Profile } from "../../domain/profile/profile.ts";
import type { ProofEnvironment } from "../../domain/profile/proof-environment.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";
import { byKey } from "../../text/by-key.ts";

/** Digests of a profile's proven parts: its workload, and the restrictions of a trial. */
export function profileDigests(profile: Profile): Pick<ProofEnvironment, "workloadDigest" | "restrictionsDigest"> {
  return {
    workloadDigest: digestOf(profile.workload),
    restrictionsDigest: digestOf(toRestrictions(profile)),
  };
}

/** SHA-256 of the value as JSON, independent of key order: `sha256:` and 64 hexadecimal digits. */
function digestOf(value: object): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(byKey))
      : part,
  );
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
