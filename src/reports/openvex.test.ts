import { describe, expect, test } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { cyclonedxValidator } from "../../test/reports/cyclonedx-schema.ts";
import { emptyReport } from "../../test/reports/sample-report.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import type { Report } from "../domain/report/report.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { applyVex } from "../vulnerabilities/vex/apply-vex.ts";
import { imageVexTarget } from "../vulnerabilities/vex/vex-target.ts";
import { readVex } from "../sources/vex/load-vex.ts";
import { renderCyclonedx } from "./cyclonedx.ts";
import { renderOpenVex } from "./openvex.ts";
import { vexPurls } from "./openvex/vex-purls.ts";

const [first, second] = inspectReport.image?.packages ?? [];
const vulnerability = (id: string, found: typeof first, more: Partial<Vulnerability> = {}): Vulnerability => ({
  id,
  aliases: [],
  purl: found?.purl ?? "",
  name: found?.name ?? "",
  installed: found?.version ?? "",
  status: "affected",
  severity: "high",
  severitySource: "osv",
  sources: ["osv"],
  layer: 0,
  path: found?.path ?? "",
  evidence: "made up",
  ...more,
});
const setAside = (by: "vex" | "ignore" | "vendor", reason: string) => ({
  suppressed: { by, reason, where: `${by}.file` },
});
const report: Report = {
  ...inspectReport,
  vulnerabilities: [
    vulnerability("CVE-1", first, {
      aliases: ["GHSA-1"],
      ...setAside("vex", "not_affected: vulnerable_code_not_present: not built in"),
    }),
    vulnerability("CVE-2", first, setAside("vex", "fixed")),
    vulnerability("CVE-3", first, setAside("ignore", "behind the firewall")),
    vulnerability("CVE-4", first, setAside("vendor", "not affected: built without it")),
    vulnerability("CVE-5", first, setAside("vendor", "unimportant")),
    vulnerability("CVE-6", first, { vex: { status: "under_investigation", reason: "in_triage", where: "a.json" } }),
    vulnerability("CVE-7", first, { inUse: false }),
    vulnerability("CVE-7", second, { inUse: false }),
    vulnerability("CVE-8", first, { inUse: "unknown" }),
    vulnerability("CVE-9", first, { inUse: true }),
    vulnerability("CVE-10", first),
  ],
};
const options = { author: "Team <team@example.com>", now: "2026-01-02T03:04:05.678Z" };
interface Read {
  "@id": string;
  author: string;
  timestamp: string;
  statements: { vulnerability: { name: string }; products: { subcomponents: unknown[] }[]; status: string }[];
}
const rendered = (of = report, more: Parameters<typeof renderOpenVex>[1] = options) =>
  JSON.parse(renderOpenVex(of, more)) as Read;

describe("OpenVEX", () => {
  test("passes decisions on, drafts unused packages, and omits the others", () => {
    expect(rendered().statements).toMatchObject([
      {
        vulnerability: { name: "CVE-1", aliases: ["GHSA-1"] },
        status: "not_affected",
        justification: "vulnerable_code_not_present",
        impact_statement: "not built in",
        status_notes: "From vex.file.",
      },
      { vulnerability: { name: "CVE-2" }, status: "fixed" },
      { vulnerability: { name: "CVE-3" }, status: "affected", action_statement: "behind the firewall" },
      { vulnerability: { name: "CVE-4" }, status: "not_affected", impact_statement: "not affected: built without it" },
      { vulnerability: { name: "CVE-5" }, status: "affected", action_statement: "unimportant" },
      { vulnerability: { name: "CVE-6" }, status: "under_investigation" },
      {
        vulnerability: { name: "CVE-7" },
        status: "not_affected",
        justification: "vulnerable_code_not_in_execute_path",
        status_notes: expect.stringMatching(/^DRAFT by hullproof: .* no file of the package/),
      },
    ]);
    expect(rendered().statements[6]?.products[0]?.subcomponents).toHaveLength(2);
  });

  test("suppresses the same when read again, except for unsigned drafts", () => {
    const document = readVex(Buffer.from(renderOpenVex(report, options)), "own.json");
    expect(document.notes).toEqual([expect.stringContaining("(CVE-7) is a draft that no one has signed")]);
    const image = inspectReport.image;
    if (image === undefined) throw new Error("the sample has no image");
    const bare = (report.vulnerabilities ?? []).map((one) => vulnerability(one.id, first));
    const target = imageVexTarget(inspectReport.targets[0]?.name ?? "", image);
    const { vulnerabilities } = applyVex(bare, [document], target);
    expect(vulnerabilities.filter(({ suppressed }) => suppressed !== undefined).map(({ id }) => id)).toEqual([
      "CVE-1",
      "CVE-2",
      "CVE-4",
    ]);
    expect(vulnerabilities.filter(({ vex }) => vex !== undefined).map(({ id }) => id)).toEqual([
      "CVE-3",
      "CVE-5",
      "CVE-6",
    ]);
  });

  test("requires an author", () => {
    expect(() => renderOpenVex(report, { now: options.now })).toThrow("needs an author");
    expect(rendered().author).toBe(options.author);
  });

  test("returns equal bytes for equal inputs, with an id from the content", () => {
    expect(renderOpenVex(report, options)).toBe(
      renderOpenVex({ ...report, vulnerabilities: [...(report.vulnerabilities ?? [])].reverse() }, options),
    );
    expect(rendered({ ...report, vulnerabilities: [] })["@id"]).not.toBe(rendered()["@id"]);
    expect(rendered().timestamp).toBe("2026-01-02T03:04:05Z");
    expect(rendered(report, { ...options, createdAt: "2020-01-01T00:00:00Z" }).timestamp).toBe("2020-01-01T00:00:00Z");
  });

  test("uses packages as products without an image", () => {
    const bare = "pkg:deb/debian/base-files@11.1%2Bdeb11u7";
    const { targets, vulnerabilities } = report;
    expect(
      rendered({ ...emptyReport, targets, vulnerabilities: vulnerabilities ?? [] }).statements[0]?.products,
    ).toEqual([{ "@id": bare, identifiers: { purl: bare } }]);
  });

  test.each([
    [
      "registry.example:5000/team/app:1",
      `sha256:${"a".repeat(64)}`,
      /^pkg:oci\/app@sha256(?:%3A|:)a{64}\?arch=[^&]+&repository_url=registry\.example(?::|%3A)5000(?:\/|%2F)team(?:\/|%2F)app$/,
    ],
    ["team/app:1", undefined, /^team\/app:1$/],
    // An archive or a layout: its manifest is in no registry.
    ["team/app:1", `sha256:${"a".repeat(64)}`, /^team\/app:1$/],
    [undefined, `sha256:${"a".repeat(64)}`, /^sha256:a{64}$/],
  ])("identifies the product %s with the digest %s without tag and path", (reference, manifestDigest, id) => {
    const { manifestDigest: _, ...image } = inspectReport.image ?? expect.unreachable("the sample has an image");
    const { reference: __, ...target } = inspectReport.targets[0] ?? expect.unreachable("the sample has a target");
    const asked = {
      ...report,
      image: { ...image, ...(manifestDigest !== undefined && { manifestDigest }) },
      targets: [
        {
          ...target,
          name: reference?.startsWith("registry") === true ? reference : "/home/me/secret/app.tar",
          ...(reference !== undefined && { reference }),
        },
      ],
    };
    const text = renderOpenVex(asked, options);
    expect(text).not.toContain("/home/me");
    const products = (JSON.parse(text) as { statements: { products: { "@id": string }[] }[] }).statements.flatMap(
      (one) => one.products,
    );
    for (const product of products) expect(product["@id"]).toMatch(id);
    expect(products.length).toBeGreaterThan(5);
  });

  test("accepts a purl as product", () => {
    const purl = "pkg:oci/app@sha256:00?repository_url=registry.example/team/app";
    expect(rendered(report, { ...options, product: purl }).statements[0]?.products[0]).toMatchObject({
      "@id": purl,
      identifiers: { purl },
    });
    for (const product of ["app", "pkg:", "pkg:oci/a b", "pkg:oci/a\nb", "PKG:oci/a"])
      expect(() => renderOpenVex(report, { ...options, product })).toThrow("is not a purl");
  });

  const epoch = {
    purl: "pkg:deb/debian/zlib1g@1:1.3-1?arch=amd64&distro=debian-13",
    name: "zlib1g",
    version: "1:1.3-1",
    layer: 0,
    path: "/var/lib/dpkg/status",
  };
  const archived = (more: Partial<Report> = {}): Report => {
    const { manifestDigest: _, ...image } = inspectReport.image ?? expect.unreachable("the sample has an image");
    const target = { id: "app.tar", kind: "image", name: "app.tar", reference: "team/app:1" } as const;
    const vulnerabilities = [vulnerability("CVE-1", epoch, setAside("vex", "fixed"))];
    return { ...inspectReport, image, targets: [target], vulnerabilities, ...more };
  };
  const ofRegistry: Report = {
    ...report,
    targets: report.targets.map((target) => ({ ...target, id: `registry:${target.name}` })),
  };
  const ids = (list: readonly { "@id": string }[] = []) => list.map((one) => one["@id"]);
  const forms = ["pkg:deb/debian/zlib1g@1:1.3-1", "pkg:deb/debian/zlib1g@1.3-1?epoch=1"];

  test("describes an archive by its image name with its packages, and warns about trivy", () => {
    const warnings: string[] = [];
    const { statements } = rendered(archived(), { ...options, warn: (text) => warnings.push(text) });
    expect(statements[0]?.products).toMatchObject([
      { "@id": "team/app:1", subcomponents: forms.map((purl) => ({ "@id": purl })) },
    ]);
    expect(warnings).toEqual([expect.stringContaining("--product packages")]);
    rendered(archived({ vulnerabilities: [] }), { ...options, warn: (text) => warnings.push(text) });
    expect(warnings[1]).toContain("no statement");
    rendered(ofRegistry, { ...options, warn: (text) => warnings.push(text) });
    expect(warnings).toHaveLength(2);
  });

  test("uses packages as products with --product packages, and the image in the notes", () => {
    const warn = () => expect.unreachable("there is nothing to say");
    const [statement] = rendered(archived(), { ...options, product: "packages", warn }).statements;
    expect(ids(statement?.products as unknown as { "@id": string }[])).toEqual(forms);
    expect(statement).toMatchObject({
      status_notes: `From vex.file. About team/app:1 (${inspectReport.image?.digest}) alone: nothing is known of the package in other images.`,
    });
    const draft = archived({ vulnerabilities: [vulnerability("CVE-1", epoch, { inUse: false })] });
    expect(rendered(draft, { ...options, product: "packages" }).statements[0]).toMatchObject({
      status_notes: expect.stringMatching(/^DRAFT by hullproof.* About team\/app:1 /),
    });
  });

  test("refuses --product packages for several images, and for a registry digest", () => {
    const packages = { ...options, product: "packages" };
    const [target] = inspectReport.targets;
    const several = archived({ targets: [...archived().targets, ...(target === undefined ? [] : [target])] });
    expect(() => renderOpenVex(several, packages)).toThrow("is for one image, and this report is about 2");
    expect(() => renderOpenVex(ofRegistry, packages)).toThrow("without a registry's digest");
    // A locally built image has a digest, too.
    expect(() => renderOpenVex(report, packages)).not.toThrow();
  });

  test.each([
    ["pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13", ["pkg:deb/debian/libc6@2.41-12"]],
    ["pkg:deb/debian/zlib1g@1:1.3-1?arch=amd64", forms],
    ["pkg:apk/alpine/musl@1.2.5-r10?arch=x86_64&distro=alpine-3.22.1", ["pkg:apk/alpine/musl@1.2.5-r10"]],
    ["pkg:rpm/rocky/bash@5.1-9?arch=x86_64&upstream=bash-5.1-9.src.rpm", ["pkg:rpm/rocky/bash@5.1-9"]],
    ["pkg:rpm/rocky/nodejs@20-1?epoch=1&rpmmod=nodejs:20:1", ["pkg:rpm/rocky/nodejs@20-1?epoch=1"]],
    ["pkg:rpm/almalinux/bash@5.1-9", ["pkg:rpm/almalinux/bash@5.1-9", "pkg:rpm/alma/bash@5.1-9"]],
    ["pkg:deb/debian/a@1?repository_url=mirror.example", ["pkg:deb/debian/a@1?repository_url=mirror.example"]],
    ["pkg:npm/%40a/b@1?arch=x", ["pkg:npm/%40a/b@1?arch=x"]],
    ["pkg:golang/stdlib@1.22.3", ["pkg:golang/stdlib@1.22.3", "pkg:golang/stdlib@v1.22.3"]],
    ["pkg:golang/golang.org/x/crypto@v0.1.0", ["pkg:golang/golang.org/x/crypto@v0.1.0"]],
    ["no purl", ["no purl"]],
  ])("lists the purls of %s in other scanners: %j", (purl, all) => {
    expect(vexPurls(purl)).toEqual(all);
  });

  // OPENVEX-SPEC.md, Statement Fields, and the requirements of its JSON schema.
  test("gives each statement its required fields", () => {
    const said = [
      ...["not_affected", "not_affected: ", "not_affected: component_not_present", "fixed", "fixed: by a backport"].map(
        (reason) => setAside("vex", reason),
      ),
      ...(["ignore", "vendor"] as const).map((by) => setAside(by, "")),
      ...(["affected", "under_investigation"] as const).map((status) => ({
        vex: { status, reason: "", where: "a.json" },
      })),
      { inUse: false },
    ];
    const twice = { aliases: ["GHSA-1", "GHSA-1"] };
    const vulnerabilities = said.map((one, at) => vulnerability(`CVE-${at + 20}`, first, { ...one, ...twice }));
    const { statements } = rendered({ ...report, vulnerabilities });
    expect(statements).toHaveLength(said.length);
    const texts = ["justification", "impact_statement", "action_statement", "status_notes"];
    for (const one of statements as unknown as Record<string, unknown>[]) {
      expect(Object.keys(one)).toEqual(expect.arrayContaining(["vulnerability", "products", "status", "status_notes"]));
      for (const name of texts) if (name in one) expect(one[name], JSON.stringify(one)).toMatch(/\S/);
      if (one["status"] === "not_affected")
        expect(one["justification"] ?? one["impact_statement"], JSON.stringify(one)).toBeDefined();
      expect("action_statement" in one).toBe(one["status"] === "affected");
      expect(one["vulnerability"]).toMatchObject({ aliases: ["GHSA-1"] });
    }
  });

  test("keeps the document valid for strange texts", () => {
    expect(rendered(poison(report, '\ud800"\u0000')).statements.length).toBeGreaterThan(0);
  });
});

test("matches the CycloneDX decisions, which follow their schema", () => {
  const text = renderCyclonedx(report, {});
  const valid = cyclonedxValidator("1.6");
  expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true);
  const { statements } = readVex(Buffer.from(text), "own.json");
  expect(statements.map(({ vulnerability, status, reason }) => [vulnerability, status, reason])).toEqual([
    ["CVE-1", "not_affected", "code_not_present: not built in: From vex.file."],
    ["CVE-2", "fixed", "resolved: From vex.file."],
    ["CVE-3", "affected", "will_not_fix: behind the firewall: From ignore.file."],
    ["CVE-4", "not_affected", "not_affected: not affected: built without it: From vendor.file."],
    ["CVE-5", "affected", "exploitable: unimportant: From vendor.file."],
    ["CVE-6", "under_investigation", "in_triage: in_triage: From a.json."],
  ]);
});
