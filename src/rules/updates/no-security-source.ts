import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/no-security-source",
  title: "No security archive in the package sources",
  why: "Debian and Ubuntu publish fixes in an archive of their own. An image whose sources lack it upgrades to the newest it knows and looks up to date, while the fixes pass it by.",
  severity: "warning",
  ofBase: true,
  needs: ["os", "updates"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: { os: { id: "debian", versionId: "13", codename: "trixie" } },
        updates: { sources: ["http://mirror.example/debian trixie/main"] },
      },
      good: {
        image: { os: { id: "debian", versionId: "13", codename: "trixie" } },
        updates: {
          sources: [
            "http://mirror.example/debian trixie/main",
            "http://mirror.example/debian-security trixie-security/main",
          ],
        },
      },
    },
  ],
  *check({ os, updates: { sources } }) {
    // Debian's unstable has no VERSION_ID and no security archive.
    if ((os.id !== "debian" && os.id !== "ubuntu") || os.codename === undefined || os.versionId === undefined) return;
    if (sources.some((source) => /security/i.test(source))) return;
    yield {
      message: `None of the image's ${sources.length} package sources is a security archive: \`${os.codename}-security\` is missing, and with it the fixes`,
      at: { setting: "package sources" },
      evidence: [
        { kind: "setting", pointer: "package sources", value: sources.length === 0 ? "none" : sources.join("; ") },
        reference(
          "Security updates are published in a suite of their own, which sources.list has to name",
          "debian.org/security; sources.list(5)",
        ),
      ],
    };
  },
});
