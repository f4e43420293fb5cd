import { describe, expect, test } from "vitest";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { ScannerFinding, ScannerReport } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { mergeScanner } from "./merge-scanner.ts";
import type { Grounds } from "./why-only-theirs.ts";

const at = (purl: string, name: string, version: string, more: Partial<PackageInfo> = {}): PackageInfo => ({
  purl,
  name,
  version,
  layer: 2,
  path: `/at/${name}`,
  ...more,
});
const ssl = at("pkg:deb/debian/libssl3@1:3.0-1?arch=amd64", "libssl3", "1:3.0-1", {
  source: { name: "openssl", version: "3.0-1" },
});
const jinja = at("pkg:pypi/jinja2@2.0", "Jinja2", "2.0");
const go = at("pkg:golang/x.example/m@v1.2.3", "x.example/m", "v1.2.3");
const locked = at("pkg:npm/locked@1.0.0", "locked", "1.0.0", { declared: true });
const packages = [ssl, jinja, go, locked];

const ours = (
  id: string,
  { purl, name, version, layer, path }: PackageInfo,
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
const theirs = (
  id: string,
  type: string,
  name: string,
  installed: string,
  more: Partial<ScannerFinding["vulnerability"]> = {},
  filtered?: string,
): ScannerFinding => ({
  type,
  vulnerability: {
    id,
    aliases: [],
    name,
    installed,
    status: "fixed",
    severity: "medium",
    severitySource: "ghsa",
    sources: ["ghsa"],
    layer: 0,
    path: "",
    evidence: "it says so.",
    ...more,
  },
  ...(filtered === undefined ? {} : { filtered }),
});
const report = (vulnerabilities: readonly ScannerFinding[], more: Partial<ScannerReport> = {}): ScannerReport => ({
  scanner: "trivy",
  version: "0.60.0",
  vulnerabilities,
  notes: [],
  ...more,
});
const merge = (mine: readonly Vulnerability[], other: ScannerReport, grounds: Partial<Grounds> = {}) =>
  mergeScanner(mine, other, { packages, ...grounds });

describe("agreed", () => {
  test.each([
    ["another spelling of the name", ours("CVE-1", jinja), theirs("CVE-1", "pypi", "jinja2", "2.0")],
    ["a purl of its own", ours("CVE-1", jinja), theirs("CVE-1", "pypi", "x", "2.0", { purl: "pkg:pypi/jinja2@2.0" })],
    ["an alias on our side", ours("CVE-1", jinja, { aliases: ["GHSA-1"] }), theirs("GHSA-1", "pypi", "jinja2", "2.0")],
    ["an alias on theirs", ours("CVE-1", jinja), theirs("GHSA-1", "pypi", "jinja2", "2.0", { aliases: ["CVE-1"] })],
    ["an epoch left out", ours("CVE-1", ssl), theirs("CVE-1", "deb", "libssl3", "3.0-1")],
    ["a v left out", ours("CVE-1", go), theirs("CVE-1", "golang", "x.example/m", "1.2.3")],
  ])("in spite of %s", (_, mine, other) => {
    const { vulnerabilities, comparison } = merge([mine], report([other]));
    expect(vulnerabilities).toEqual([{ ...mine, sources: ["osv", "trivy 0.60.0"] }]);
    expect(comparison).toMatchObject({ agreed: 1, onlyOurs: [], onlyTheirs: [] });
  });

  test("reports another fixed version, and ignores trivy's list of fixes of all lines", () => {
    const mine = [ours("CVE-1", jinja, { fixedIn: "2.1" }), ours("CVE-2", jinja, { fixedIn: "2.1" })];
    const other = [
      theirs("CVE-1", "pypi", "jinja2", "2.0", { fixedIn: "1.9.9, 2.1" }),
      theirs("CVE-2", "pypi", "jinja2", "2.0", { fixedIn: "3.0" }),
    ];
    expect(merge(mine, report(other)).comparison.notes).toEqual([
      "trivy names another fixed version for CVE-2 in Jinja2 (2.1 here, 3.0 there).",
    ]);
  });
});

const why = (found: ScannerFinding, grounds: Partial<Grounds> = {}) =>
  merge([], report([found]), grounds).comparison.onlyTheirs[0]?.why;

describe("only theirs", () => {
  test("joins the list at our place of the package, with the scanner for its source", () => {
    const [one] = merge([], report([theirs("CVE-1", "pypi", "jinja2", "2.0")])).vulnerabilities;
    expect(one).toMatchObject({
      purl: jinja.purl,
      name: "Jinja2",
      layer: 2,
      path: "/at/Jinja2",
      sources: ["trivy 0.60.0"],
    });
    expect(one).not.toHaveProperty("type");
    expect(one?.suppressed).toBeUndefined();
  });

  test.each<[string, ScannerFinding, Partial<Grounds>, string]>([
    ["another version", theirs("CVE-1", "pypi", "jinja2", "1.0"), {}, "here it is 2.0 (/at/Jinja2)"],
    ["no package", theirs("CVE-1", "pypi", "gone", "1.0"), {}, "no such package was found here"],
    ["another type", theirs("CVE-1", "npm", "jinja2", "2.0"), {}, "no such package was found here"],
    [
      "a lock file",
      theirs("CVE-1", "npm", "locked", "1.0.0"),
      {},
      "only the lock file /at/locked names it, nothing says that it is installed",
    ],
    [
      "no shard",
      theirs("CVE-1", "pypi", "jinja2", "2.0"),
      { gap: () => "there is no shard pypi" },
      "there is no shard pypi",
    ],
    [
      "newer than our data",
      theirs("CVE-1", "pypi", "jinja2", "2.0", { published: "2026-02-01" }),
      { date: "2026-01-01" },
      "it was published on 2026-02-01, our advisories are of 2026-01-01",
    ],
    [
      "nothing known",
      theirs("CVE-1", "deb", "libssl3", "3.0-1"),
      {},
      "our advisories do not name it for openssl; its source is ghsa",
    ],
  ])("because of %s", (_, found, grounds, words) => {
    expect(why(found, grounds)).toBe(words);
  });

  test("is set aside where the vendor denies it, or where the files are the distribution's", () => {
    const said: Grounds["said"] = (id, found) =>
      id === "CVE-1" && found === ssl ? { text: "debian: not-affected, built without it", denied: true } : undefined;
    const owned = theirs("CVE-2", "pypi", "yaml", "1.0", { path: "/usr/lib/python3/yaml/METADATA" });
    const { vulnerabilities, comparison } = merge([], report([theirs("CVE-1", "deb", "libssl3", "3.0-1"), owned]), {
      said,
      ownerAt: () => "pkg:deb/debian/python3-yaml@1",
    });
    expect(vulnerabilities.map(({ suppressed }) => suppressed?.reason)).toEqual([
      "debian: not-affected, built without it",
      "its files belong to pkg:deb/debian/python3-yaml@1, of which the distribution's own advisories speak",
    ]);
    expect(comparison.onlyTheirs.map(({ id }) => id)).toEqual(["CVE-1", "CVE-2"]);
  });

  test("under an advisory and under its CVE is one", () => {
    const twice = theirs("CVE-1", "pypi", "jinja2", "2.0");
    const { vulnerabilities, comparison } = merge([], report([twice, twice]));
    expect([vulnerabilities.length, comparison.onlyTheirs.length]).toEqual([1, 1]);
  });
});

describe("only ours", () => {
  const seen = { packages: [{ name: "jinja2", version: "2.0", type: "pypi" }] };
  test.each<[string, Vulnerability, Partial<ScannerReport>, string]>([
    [
      "it is filtered there",
      ours("CVE-1", jinja),
      { vulnerabilities: [theirs("CVE-1", "pypi", "jinja2", "2.0", {}, "ignored: ours")] },
      "trivy found it and set it aside: ignored: ours",
    ],
    [
      "they have another version",
      ours("CVE-1", jinja),
      { vulnerabilities: [theirs("CVE-1", "pypi", "jinja2", "1.0")] },
      "trivy reports it for 1.0",
    ],
    ["they do not see it", ours("CVE-1", go), seen, "trivy does not see the package"],
    [
      "they see another version",
      ours("CVE-1", jinja),
      { packages: [{ name: "jinja2", version: "1.0", type: "pypi" }] },
      "trivy sees 1.0",
    ],
    [
      "only a changelog says so",
      ours("CVE-1", ssl, { sources: ["changelog"] }),
      {},
      "only the changelog of the pending update names it, which trivy does not read",
    ],
    [
      "their database is older",
      ours("CVE-1", jinja, { published: "2026-02-01" }),
      { ...seen, database: { built: "2026-01-01T00:00:00Z" } },
      "it was published on 2026-02-01, the database of trivy is of 2026-01-01",
    ],
    [
      "it is negligible",
      ours("CVE-1", ssl, { severity: "negligible", severitySource: "debian-tracker" }),
      {},
      "it is negligible here (debian-tracker), which trivy may leave out",
    ],
    [
      "no one can tell",
      ours("CVE-1", ssl, { status: "unknown" }),
      {},
      "it cannot be determined whether this version has it, which other scanners take for no",
    ],
    ["nothing tells", ours("CVE-1", ssl), {}, "nothing in the report of trivy tells; our source is osv"],
  ])("because %s", (_, mine, more, words) => {
    const { comparison, vulnerabilities } = merge([mine], report([], more));
    expect(comparison.onlyOurs[0]?.why).toBe(words);
    expect(vulnerabilities[0]).toEqual(mine);
    expect(comparison.agreed).toBe(0);
  });
});

test("merges thousands in negligible time, with equal results for equal inputs", () => {
  const many = Array.from({ length: 3000 }, (_, index) => at(`pkg:npm/p${index}@1.0.0`, `p${index}`, "1.0.0"));
  const mine = many.map((one, index) => ours(`CVE-${index % 50}`, one));
  const other = report(many.toReversed().map(({ name }, index) => theirs(`CVE-${index % 70}`, "npm", name, "1.0.0")));
  const first = mergeScanner(mine, other, { packages: many });
  const again = mergeScanner(
    mine,
    { ...other, vulnerabilities: other.vulnerabilities.toReversed() },
    { packages: many.toReversed() },
  );
  expect(again.comparison).toEqual(first.comparison);
});
