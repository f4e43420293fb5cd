import type { AdvisoryShard } from "../../domain/advisory/advisory.ts";

/** Gaps of a shard's advisories, so that silence is not taken for safety. */
export function shardLimits({ name, sources }: AdvisoryShard): readonly string[] {
  const from = (source: string) => sources.some((one) => one.name === source);
  if (/^(?:alpine|wolfi|chainguard)/.test(name))
    return [
      `${name}: its advisories list vulnerabilities that were fixed; a vulnerability without a fix is not among them`,
    ];
  if (/^(?:almalinux|rocky|opensuse|sles|photon|azurelinux|mageia)/.test(name))
    return [`${name}: its advisories list fixes; a vulnerability that waits for one is not among them`];
  if (name.startsWith("debian-") && !from("debian-tracker") && !from("debian-osv"))
    return [
      from("debian-dsa")
        ? `${name}: only its security advisories are in the store; vulnerabilities without one are not among them`
        : `${name}: only what changelogs name as fixed is in the store; vulnerabilities without a fix are not among them`,
    ];
  return [];
}
