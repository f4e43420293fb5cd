import type { PackageIdentity } from "../../domain/image/package-identity.ts";

/** Name of the property, and first word of the annotation, with the whole identity for our own readers. */
export const identityMark = "hullproof:identity";

/** The origin of a name, as one line of JSON with keys in a fixed order. */
export function identityText({ by, confidence, evidence, ...more }: PackageIdentity): string {
  const { candidates, stated, folders, relocated } = more;
  const parts = { by, confidence, evidence, candidates, stated, folders, relocated };
  return JSON.stringify(parts, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value));
}
