import type { Evidence } from "../../domain/finding/finding.ts";
import { firstOf, mostListed, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/pending",
  title: "Pending package updates",
  why:
    "The image's own package sources were asked today and have newer versions of what it holds. Rebuilding it with a fresh base, or with an upgrade in the build, takes them in; " +
    "most of them are fixes, and those from the security archive were published because someone can use the hole.",
  severity: "warning",
  ofBase: true,
  needs: ["updates"],
  fix: "none",
  also: ["cis-docker/4.4"],
  examples: [
    {
      kind: "image",
      bad: {
        updates: {
          sources: ["http://mirror.example/debian-security bookworm-security/main"],
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
            },
          ],
        },
      },
      good: { updates: { sources: ["http://mirror.example/debian-security bookworm-security/main"], pending: [] } },
    },
  ],
  *check({ updates }) {
    const urgent = updates.pending.filter(({ security }) => security);
    // The security ones first: the list is cut.
    const sortedUpdates = [...urgent, ...updates.pending.filter(({ security }) => !security)];
    const evidence = sortedUpdates.slice(0, mostListed).map(({ purl, installed, candidate, origin }): Evidence => ({
      kind: "package",
      purl,
      installed,
      candidate,
      origin,
    }));
    const [first, ...others] = evidence;
    if (first === undefined) return;
    const names = firstOf(sortedUpdates.map(({ name }) => name));
    const cut = sortedUpdates.length > mostListed ? ` (the first ${mostListed} are listed as evidence)` : "";
    yield {
      message: `According to the image ${plural(sortedUpdates.length, "package")} can be updated from its own sources, ${urgent.length === 0 ? "none" : urgent.length} from a security archive: ${names}${cut}`,
      at: { setting: "packages" },
      evidence: [
        first,
        ...others,
        { kind: "setting", pointer: "according to the image, asked", value: updates.askedAt },
      ],
      severity: urgent.length > 0 ? "error" : "warning",
    };
  },
});
