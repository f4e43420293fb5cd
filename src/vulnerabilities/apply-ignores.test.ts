import { describe, expect, it } from "vitest";
import { vulnerability } from "../../test/reports/sample-scan.ts";
import { applyIgnores } from "./apply-ignores.ts";

const on = { today: "2026-11-24", file: "hullproof.yaml" };
const entry = { id: "CVE-2024-1001", reason: "not reachable" };

describe("applyIgnores", () => {
  it("suppresses a vulnerability with reason and place, by any of its names, until its last day", () => {
    const { vulnerabilities, notes } = applyIgnores([vulnerability()], [{ ...entry, until: "2026-11-24" }], on);
    expect(vulnerabilities[0]?.suppressed).toEqual({
      by: "ignore",
      reason: "not reachable",
      where: "hullproof.yaml: vulnerabilities.ignore, CVE-2024-1001 until 2026-11-24",
    });
    expect(notes).toEqual([]);
    const alias = applyIgnores([vulnerability({ aliases: ["DSA-1"] })], [{ ...entry, id: "DSA-1" }], on);
    expect(alias.vulnerabilities[0]?.suppressed).toBeDefined();
  });

  it.each(["pkg:rpm/rhel/curl@*", "pkg:rpm/redhat/curl@*"])(
    "of Red Hat's packages by either spelling: %s",
    (wanted) => {
      const one = vulnerability({ purl: "pkg:rpm/redhat/curl@8?arch=x86_64&distro=rhel-9.4", name: "curl" });
      expect(applyIgnores([one], [{ ...entry, package: wanted }], on).vulnerabilities[0]?.suppressed).toBeDefined();
    },
  );

  it("does not when its time is over, and says that it counts again", () => {
    const { vulnerabilities, notes } = applyIgnores([vulnerability()], [{ ...entry, until: "2026-11-23" }], on);
    expect(vulnerabilities[0]).not.toHaveProperty("suppressed");
    expect(notes).toEqual(["hullproof.yaml: the ignore of CVE-2024-1001 ended on 2026-11-23: it counts again"]);
  });

  it.each([
    ["libssl3", true],
    ["libssl*", true],
    ["pkg:deb/debian/libssl3@*", true],
    ["openssl", false],
  ])("only in %s", (wanted, fits) => {
    const { vulnerabilities, notes } = applyIgnores([vulnerability()], [{ ...entry, package: wanted }], on);
    expect(vulnerabilities[0]?.suppressed !== undefined).toBe(fits);
    expect(notes.length > 0).toBe(!fits);
  });

  it("tells of an entry that nothing needs, and leaves what VEX set aside as it is", () => {
    expect(applyIgnores([], [entry], on).notes[0]).toMatch(/not needed/);
    const suppressed = { by: "vex", reason: "x", where: "y" } as const;
    expect(applyIgnores([vulnerability({ suppressed })], [entry], on)).toEqual({
      vulnerabilities: [vulnerability({ suppressed })],
      notes: [],
    });
  });
});
