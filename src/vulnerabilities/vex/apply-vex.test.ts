import { describe, expect, test } from "vitest";
import type { VexDocument, VexStatement } from "../../domain/advisory/vex.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { applyVex } from "./apply-vex.ts";
import { purlCovers } from "./purl-covers.ts";
import { sbomVexTarget, imageVexTarget, meansTarget } from "./vex-target.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const openssl = {
  purl: "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12",
  name: "libssl3",
  version: "3.0.11-1",
  source: { name: "openssl", version: "3.0.11-1" },
  layer: 0,
  path: "/var/lib/dpkg/status",
};
const jinja = { purl: "pkg:pypi/jinja2@2.0", name: "Jinja2", version: "2.0", layer: 1, path: "/x/METADATA" };
const target = imageVexTarget("registry.example/team/app:1", {
  digest,
  manifestDigest: `sha256:${"cd".repeat(32)}`,
  os: { id: "rhel", versionId: "9.4" },
  packages: [openssl, jinja],
});

const vulnerability = (
  id: string,
  { purl, name, version, layer, path }: typeof jinja,
  more: Partial<Vulnerability> = {},
): Vulnerability => ({
  id,
  aliases: [],
  purl,
  name,
  installed: version,
  status: "fixed",
  severity: "high",
  severitySource: "osv",
  sources: ["osv"],
  layer,
  path,
  evidence: "made up",
  ...more,
});
const statement = (more: Partial<VexStatement>): VexStatement => ({
  vulnerability: "CVE-2024-1",
  aliases: [],
  products: [{ ids: [jinja.purl], subcomponents: [] }],
  status: "not_affected",
  reason: "vulnerable_code_not_present",
  where: "a.json, statement 1",
  ...more,
});
const document = (file: string, ...statements: VexStatement[]): VexDocument => ({
  file,
  format: "OpenVEX 0.2.0",
  statements,
  notes: [],
});
const one = vulnerability("CVE-2024-1", jinja, { aliases: ["GHSA-1"] });

test("suppresses a vulnerability, with reason, place, author and day", () => {
  const signed = statement({ author: "Team", timestamp: "2026-01-02T00:00:00Z" });
  const { vulnerabilities, notes } = applyVex(
    [one, vulnerability("CVE-2024-1", openssl)],
    [document("a.json", signed)],
    target,
  );
  expect(vulnerabilities.map(({ suppressed }) => suppressed)).toEqual([
    { by: "vex", reason: "not_affected: vulnerable_code_not_present", where: "a.json, statement 1 (Team, 2026-01-02)" },
    undefined,
  ]);
  expect(notes).toEqual([]);
});

test("matches an alias like the id, in upper and lower case", () => {
  const { vulnerabilities } = applyVex([one], [document("a.json", statement({ vulnerability: "ghsa-1" }))], target);
  expect(vulnerabilities[0]?.suppressed?.by).toBe("vex");
});

test("marks affecting statements, and keeps earlier suppressions", () => {
  const investigated = statement({ status: "under_investigation", reason: "in_triage" });
  expect(applyVex([one], [document("a.json", investigated)], target).vulnerabilities[0]).toMatchObject({
    vex: { status: "under_investigation", reason: "in_triage" },
  });
  const ignored = { by: "ignore", reason: "ours", where: "hullproof.yaml" } as const;
  const { vulnerabilities } = applyVex([{ ...one, suppressed: ignored }], [document("a.json", statement({}))], target);
  expect(vulnerabilities[0]?.suppressed).toEqual(ignored);
});

describe("of several statements", () => {
  const early = statement({ timestamp: "2026-01-01T00:00:00Z", where: "a.json, statement 1" });
  const late = statement({
    timestamp: "2026-02-01T01:00:00+02:00",
    status: "affected",
    reason: "it is",
    where: "a.json, statement 2",
  });

  test("takes the last statement by time, without a contradiction within one document", () => {
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const { vulnerabilities, notes } = applyVex([one], [document("a.json", ...order)], target);
      expect(vulnerabilities[0]?.vex?.status).toBe("affected");
      expect(vulnerabilities[0]?.suppressed).toBeUndefined();
      expect(notes).toEqual([]);
    }
  });

  test("reports a contradiction between documents", () => {
    const { notes } = applyVex(
      [one],
      [document("a.json", early), document("b.json", { ...late, where: "b.json, statement 1" })],
      target,
    );
    expect(notes).toEqual([
      "On CVE-2024-1 in Jinja2 a.json, statement 1 says not_affected and b.json, statement 1 says affected. The second counts: it is the newer.",
    ]);
  });

  test("takes the later in order at equal times, and reports that", () => {
    const other = { ...early, status: "fixed" as const, where: "a.json, statement 2" };
    const { vulnerabilities, notes } = applyVex([one], [document("a.json", early, other)], target);
    expect(vulnerabilities[0]?.suppressed?.reason).toContain("fixed");
    expect(notes).toEqual([expect.stringContaining("both of the same time")]);
  });
});

test("reports doubts: a present component, an exploited vulnerability", () => {
  const gone = statement({ reason: "component_not_present" });
  const exploited = { ...one, kev: { added: "2026-01-01", ransomware: false } };
  expect(applyVex([exploited], [document("a.json", gone)], target).notes).toEqual([
    "a.json, statement 1 says that Jinja2 is not there, and here it is (/x/METADATA). Check the statement on CVE-2024-1.",
    "CVE-2024-1 in Jinja2 is known to be exploited, and a.json, statement 1 sets it aside. Make sure that it still holds.",
  ]);
});

test("reports unmatched statements, by reason", () => {
  const missed = statement({ products: [{ ids: ["pkg:pypi/jinja2@3.0"], subcomponents: [] }] });
  const old = statement({ vulnerability: "CVE-1999-1" });
  expect(applyVex([one], [document("a.json", missed, old)], target).notes).toEqual([
    "1 statement of a.json on vulnerabilities that were found here names other products: CVE-2024-1.",
    "1 statement of a.json is about vulnerabilities that were not found here: CVE-1999-1.",
  ]);
});

describe("products", () => {
  const applies = (products: VexStatement["products"], found = one, where = target) =>
    applyVex([found], [document("a.json", statement({ products }))], where).vulnerabilities[0]?.suppressed !==
    undefined;

  test("matches the image, a part in it, or a part in a package of it", () => {
    expect(applies([{ ids: [digest], subcomponents: [] }])).toBe(true);
    expect(applies([{ ids: [digest], subcomponents: [["pkg:pypi/jinja2"]] }])).toBe(true);
    expect(applies([{ ids: [digest], subcomponents: [["pkg:pypi/other"]] }])).toBe(false);
    expect(applies([{ ids: ["sha256:00"], subcomponents: [["pkg:pypi/jinja2"]] }])).toBe(false);
    expect(applies([{ ids: ["pkg:deb/debian/libssl3"], subcomponents: [["pkg:pypi/jinja2"]] }])).toBe(true);
  });

  test("matches a platform by its CPE: one release does not match another", () => {
    const on = (cpe: string) => applies([{ ids: [cpe], subcomponents: [["pkg:pypi/jinja2"]] }]);
    expect(on("cpe:/o:redhat:enterprise_linux:9::baseos")).toBe(true);
    expect(on("cpe:2.3:o:redhat:enterprise_linux:9.4:*:*:*:*:*:*:*")).toBe(true);
    expect(on("cpe:/o:redhat:enterprise_linux:8")).toBe(false);
    expect(on("cpe:/o:debian:debian_linux:12")).toBe(false);
  });

  test("resolves references and links of an SBOM", () => {
    const sbom = sbomVexTarget("sbom.json", {
      format: "CycloneDX 1.6 JSON",
      tools: [],
      os: {},
      packages: [jinja],
      notJudged: [],
      notes: [],
      statements: [],
      serial: "urn:uuid:1-2",
      refs: new Map([["j", jinja.purl]]),
      subject: { name: "app", ids: ["app", "root"] },
    });
    expect(applies([{ ids: ["j"], subcomponents: [] }], one, sbom)).toBe(true);
    expect(applies([{ ids: ["urn:cdx:1-2/1#j"], subcomponents: [] }], one, sbom)).toBe(true);
    expect(applies([{ ids: ["urn:cdx:9-9/1#j"], subcomponents: [] }], one, sbom)).toBe(false);
    expect(applies([{ ids: [`urn:cdx:9-9/1#${jinja.purl}`], subcomponents: [] }], one, sbom)).toBe(true);
    expect(applies([{ ids: ["root"], subcomponents: [] }], one, sbom)).toBe(true);
  });
});

test("applies statements in an SBOM, and prefers a separate document of equal time", () => {
  const inSbom = statement({ where: "sbom.json#/vulnerabilities/0" });
  const own = { ...target, own: document("sbom.json", inSbom) };
  expect(applyVex([one], [], own).vulnerabilities[0]?.suppressed?.where).toBe("sbom.json#/vulnerabilities/0");
  const beside = statement({ status: "affected", reason: "it is" });
  const { vulnerabilities, notes } = applyVex([one], [document("a.json", beside)], own);
  expect(vulnerabilities[0]?.vex?.status).toBe("affected");
  expect(notes).toHaveLength(1);
});

test.each([
  ["pkg:pypi/Jinja2", jinja, true],
  ["pkg:pypi/jinja2@2.0", jinja, true],
  ["pkg:pypi/jinja2@2.1", jinja, false],
  ["pkg:npm/jinja2", jinja, false],
  ["pkg:deb/debian/libssl3?distro=debian-12", openssl, true],
  ["pkg:deb/debian/libssl3?distro=debian-13", openssl, false],
  ["pkg:deb/debian/libssl3@3.0.11-1?arch=amd64", openssl, true],
  ["pkg:deb/ubuntu/libssl3", openssl, false],
  ["pkg:deb/debian/openssl", openssl, false],
  ["pkg:deb/debian/openssl?arch=source", openssl, true],
  ["pkg:deb/debian/openssl@3.0.11-2?arch=source", openssl, false],
  // Red Hat's os-release says `rhel`, and everyone's package URLs `redhat`.
  ["pkg:rpm/rhel/curl?arch=x86_64", { ...jinja, purl: "pkg:rpm/redhat/curl@8?arch=x86_64&distro=rhel-9.4" }, true],
  ["pkg:rpm/redhat/curl", { ...jinja, purl: "pkg:rpm/rhel/curl@8?arch=x86_64&distro=rhel-9.4" }, true],
  ["pkg:rpm/centos/curl", { ...jinja, purl: "pkg:rpm/redhat/curl@8" }, false],
  ["not a purl", openssl, false],
])("%s means it: %#", (purl, found, covers) => {
  expect(purlCovers(purl, found, {})).toBe(covers);
});

test.each([
  ["pkg:oci/app", true],
  ["pkg:oci/app?tag=1", true],
  ["pkg:oci/app?tag=2", false],
  ["pkg:oci/app?repository_url=registry.example/team/app", true],
  ["pkg:oci/app?repository_url=other.example/team/app", false],
  [`pkg:oci/app@sha256%3A${"cd".repeat(32)}`, true],
  [`pkg:oci/app@sha256%3A${"00".repeat(32)}`, false],
  ["pkg:docker/team/app@1", true],
  ["registry.example/team/app:1", true],
])("%s means the image: %s", (name, means) => {
  expect(meansTarget([name], target)).toBe(means);
});
