import type { Evidence } from "../../domain/finding/finding.ts";
import type { PendingUpdate } from "../../domain/image/image-info.ts";
import { firstOf, mostListed, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";
import { byKey } from "../../text/by-key.ts";

export default defineRule({
  id: "vulnerabilities/fixed-upstream",
  title: "Vulnerabilities fixed by pending updates",
  why:
    "The changelog of the version that the image's own sources offer names these CVEs as fixed. They are in the image now, a rebuild with the update removes them, " +
    "and everybody who reads the changelog knows where to look.",
  severity: "error",
  ofBase: true,
  needs: ["packages", "updates"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        updates: {
          pending: [
            {
              purl: "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64",
              name: "libssl3",
              source: "openssl",
              installed: "3.0.11-1~deb12u1",
              candidate: "3.0.17-1~deb12u2",
              origin: "Debian-Security:12/oldstable-security",
              security: true,
              cves: ["CVE-2023-5678"],
              fixes: [
                {
                  id: "CVE-2023-5678",
                  fixedIn: "3.0.13-1~deb12u1",
                  quote: "- CVE-2023-5678 (Fix excessive time spent in DH check / generation)",
                },
              ],
            },
          ],
        },
      },
      good: {
        updates: {
          pending: [
            {
              purl: "pkg:deb/debian/tzdata@2024a-0+deb12u1?arch=all",
              name: "tzdata",
              source: "tzdata",
              installed: "2024a-0+deb12u1",
              candidate: "2025b-0+deb12u2",
              origin: "Debian:12/oldstable",
              security: false,
              cves: [],
            },
          ],
        },
      },
    },
  ],
  *check({ packages, updates, vulnerabilities }) {
    // Another rule reports vulnerabilities of the advisories, with their severity.
    const reportedIds = new Set(
      vulnerabilities?.openVulnerabilities.flatMap(({ sources, id, aliases }) =>
        sources.some((source) => source !== "changelog") ? [id, ...aliases] : [],
      ),
    );
    // One finding for each source package: its binary packages are fixed by the same update.
    for (const [source, group] of Object.entries(Object.groupBy(updates.pending, (update) => update.source)).sort(
      byKey,
    )) {
      const first = group?.find(({ cves }) => cves.length > 0);
      if (group === undefined || first === undefined) continue;
      const ids = [...new Set(group.flatMap(({ cves }) => cves))].filter((id) => !reportedIds.has(id)).sort();
      const names = [...new Set(group.map(({ name }) => name))].sort();
      const [firstEvidence, ...others] = ids
        .slice(0, mostListed)
        .map((id) => advisory(id, group.find(({ cves }) => cves.includes(id)) ?? first));
      if (firstEvidence === undefined) continue;
      const installed = packages.find(({ purl }) => purl === first.purl);
      yield {
        message: `According to the image, ${source} ${first.candidate} fixes ${plural(ids.length, "vulnerability", "vulnerabilities")} of the installed ${first.installed}: ${firstOf(ids)} (${firstOf(names, 3)})`,
        at: installed === undefined ? { setting: first.purl } : { layer: installed.layer, path: installed.path },
        evidence: [firstEvidence, ...others],
      };
    }
  },
});

function advisory(id: string, { purl, installed, candidate, source, fixes }: PendingUpdate): Evidence {
  const fix = fixes?.find((other) => other.id === id);
  const fixQuote = fix?.quote ?? `named in the changelog of ${source}, between ${installed} and ${candidate}`;
  const quote = `according to the image: ${fixQuote}`;
  return { kind: "advisory", id, purl, installed, fixedIn: fix?.fixedIn ?? candidate, quote };
}
