// SBOMs that an image brings of itself, in a root file system as a user scans it.
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { cli } from "./cli/run-cli.ts";

const spdx = (...packages: readonly (readonly [purl: string, name: string, version: string])[]) => ({
  spdxVersion: "SPDX-2.3",
  SPDXID: "SPDXRef-DOCUMENT",
  name: "own",
  dataLicense: "CC0-1.0",
  documentNamespace: "https://example.com/own",
  creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: own"] },
  packages: packages.map(([purl, name, versionInfo], at) => ({
    SPDXID: `SPDXRef-${at}`,
    name,
    versionInfo,
    downloadLocation: "NONE",
    externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
  })),
});
const cyclonedx = (purl: string, name: string, version: string) => ({
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  components: [{ type: "library", name, version, purl }],
});
const deep = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${"[".repeat(50_000)}`;
const cyclic = {
  ...spdx(["pkg:npm/a@1", "a", "1"]),
  relationships: [
    { spdxElementId: "SPDXRef-0", relatedSpdxElement: "SPDXRef-0", relationshipType: "CONTAINS" },
    { spdxElementId: "SPDXRef-DOCUMENT", relatedSpdxElement: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES" },
  ],
};

const files: Readonly<Record<string, unknown>> = {
  "etc/os-release": 'ID=wolfi\nVERSION_ID="20230201"\n',
  "usr/lib/apk/db/installed": "P:openssl\nV:3.3.2-r0\nA:x86_64\n\n",
  "usr/lib/python3.13/site-packages/jinja2-3.1.4.dist-info/METADATA":
    "Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.4\n",
  "usr/lib/python3.13/site-packages/jinja2-3.1.4.dist-info/RECORD": "",
  "opt/bitnami/wordpress/.spdx-wordpress.spdx": spdx(["pkg:bitnami/wordpress@6.7.1-2", "wordpress", "6.7.1-2"]),
  "opt/bitnami/.bitnami_components.json": {
    ghost: { arch: "amd64", distro: "debian-12", type: "NAMI", version: "5.0.0-1" },
  },
  "layers/paketo/sbom/launch/paketo_npm/sbom.cdx.json": cyclonedx("pkg:npm/left-pad@1.3.0", "left-pad", "1.3.0"),
  "layers/paketo/sbom/build/paketo_npm/sbom.cdx.json": cyclonedx(
    "pkg:npm/only-at-build@1.0.0",
    "only-at-build",
    "1.0.0",
  ),
  "var/lib/db/sbom/openssl-3.3.2-r1.spdx.json": spdx([
    "pkg:apk/wolfi/openssl@3.3.2-r1?arch=x86_64",
    "openssl",
    "3.3.2-r1",
  ]),
  "usr/lib/python3.13/site-packages/numpy-2.1.0.dist-info/sboms/auditwheel.cdx.json": cyclonedx(
    "pkg:rpm/almalinux/libgfortran@8.5.0",
    "libgfortran",
    "8.5.0",
  ),
  // As its makers write it: a wrong document id, no relationships.
  "opt/docker/sbom/app/.spdx-app.spdx.json": {
    ...spdx(["pkg:pypi/jinja2@2.0", "jinja2", "2.0"]),
    SPDXID: "SPDXRef-SPDXRef-DOCUMENT",
  },
  "usr/lib/python3.13/site-packages/x.dist-info/sboms/x.cdx.xml":
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>b</name><version>1</version><purl>pkg:npm/b@1</purl></component></components></bom>',
  "srv/deep.cdx.json": deep,
  "srv/cyclic.spdx.json": cyclic,
  "srv/broken.spdx.json": '{"spdxVersion":',
  "srv/huge.cdx.json": `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[],"x":"${"y".repeat(17 * 1024 * 1024)}"}`,
};

let folder: string;
let report: Report;
let scanned: Report;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "hullproof-test-")));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, "root", path)), { recursive: true });
    await writeFile(join(folder, "root", path), typeof content === "string" ? content : JSON.stringify(content));
  }
  const reportOf = async (...args: string[]) => {
    const env = { XDG_CACHE_HOME: join(folder, "cache"), HULLPROOF_DATA: join(folder, "data") };
    const { stdout, stderr } = await cli([...args, "--format", "json", "--progress", "none", "rootfs:root"], {
      cwd: folder,
      env,
    });
    return JSON.parse(stdout === "" ? stderr : stdout) as Report;
  };
  report = await reportOf("inspect");
  scanned = await reportOf("scan", "--updates", "none");
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe("SBOMs in an image", () => {
  it("add what nothing on disk shows, as declared, with the file that says so", () => {
    const declared = report.image?.packages.filter((one) => one.declared === true) ?? [];
    expect(Object.fromEntries(declared.map(({ purl, path }) => [purl, path]))).toEqual({
      "pkg:bitnami/ghost@5.0.0-1": "/opt/bitnami/.bitnami_components.json",
      "pkg:bitnami/wordpress@6.7.1-2": "/opt/bitnami/wordpress/.spdx-wordpress.spdx",
      "pkg:npm/a@1": "/srv/cyclic.spdx.json",
      "pkg:npm/b@1": "/usr/lib/python3.13/site-packages/x.dist-info/sboms/x.cdx.xml",
      "pkg:npm/left-pad@1.3.0": "/layers/paketo/sbom/launch/paketo_npm/sbom.cdx.json",
      "pkg:rpm/almalinux/libgfortran@8.5.0":
        "/usr/lib/python3.13/site-packages/numpy-2.1.0.dist-info/sboms/auditwheel.cdx.json",
    });
  });

  it("hide nothing: where they contradict the disk, it counts, and that is a finding", () => {
    const names = report.image?.packages.map(({ name, version }) => `${name} ${version}`) ?? [];
    expect(names).toEqual(expect.arrayContaining(["openssl 3.3.2-r0", "Jinja2 3.1.4"]));
    expect(names).not.toContain("openssl 3.3.2-r1");
    expect(names).not.toContain("jinja2 2.0");
    const messages = scanned.findings
      .filter(({ rule }) => rule === "vulnerabilities/sbom-contradicts")
      .map(({ message }) => message);
    expect(messages.toSorted()).toEqual([
      "/opt/docker/sbom/app/.spdx-app.spdx.json says Jinja2 2.0, and /usr/lib/python3.13/site-packages/jinja2-3.1.4.dist-info/METADATA is 3.1.4",
      "/var/lib/db/sbom/openssl-3.3.2-r1.spdx.json says openssl 3.3.2-r1, and /usr/lib/apk/db/installed is 3.3.2-r0",
    ]);
  });

  it("that are damaged, deep or too large are listed as unread", () => {
    expect(report.image?.unread?.map(({ path }) => path)).toEqual([
      "/srv/broken.spdx.json",
      "/srv/deep.cdx.json",
      "/srv/huge.cdx.json",
    ]);
  });
});
