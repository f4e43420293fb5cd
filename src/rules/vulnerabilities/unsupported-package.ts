import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "vulnerabilities/unsupported-package",
  title: "Package no longer supported by its distribution",
  why:
    "The release lives on, but its security team has given up on this package or promises little for it. Vulnerabilities in it stay open, and since no one works on them " +
    "many are not even registered: a short list of vulnerabilities is no good sign here. Take it from elsewhere, or move to a newer release.",
  severity: "warning",
  ofBase: true,
  needs: ["vulnerabilities"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        vulnerabilities: {
          unsupported: [
            {
              shard: "debian-12",
              package: "webkit2gtk",
              support: "ended",
              since: "2026-06-01",
              note: "No longer supported in bookworm",
              installed: "2.38.6-0+deb12u1",
              layer: 1,
              path: "/var/lib/dpkg/status",
            },
          ],
        },
      },
      good: { vulnerabilities: { unsupported: [] } },
    },
  ],
  *check({ vulnerabilities: { unsupported } }) {
    for (const { package: name, installed, support, since, note, layer, path, shard } of unsupported) {
      const ended = support === "ended";
      const when = since === undefined ? "" : ` since ${since}`;
      yield {
        message: ended
          ? `${name} ${installed} has had no security support${when}`
          : `${name} ${installed} has only limited security support`,
        at: { layer, path },
        evidence: [
          { kind: "setting", pointer: `package ${name}`, value: installed },
          reference(note ?? (ended ? "support has ended" : "support is limited"), `security support list of ${shard}`),
        ],
        severity: ended ? "warning" : "info",
      };
    }
  },
});
