import { describe, expect, test } from "vitest";
import { purlRef, spdxPackage } from "../../../test/reports/foreign-sboms.ts";
import { readSbom } from "./read-sbom.ts";

const read = (value: unknown, name = "sbom") =>
  readSbom(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), name);

describe("SPDX", () => {
  test("reads trivy's 2.2 JSON", () => {
    const sbom = read({
      spdxVersion: "SPDX-2.2",
      name: "app:1",
      creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Organization: aquasecurity", "Tool: trivy-0.60.0"] },
      packages: [
        spdxPackage("app", { primaryPackagePurpose: "CONTAINER", ...purlRef("pkg:oci/app@sha256%3Aab") }),
        spdxPackage("debian", { primaryPackagePurpose: "OPERATING-SYSTEM", versionInfo: "12.5" }),
        spdxPackage("lock", { primaryPackagePurpose: "APPLICATION", attributionTexts: ["Class: lang-pkgs"] }),
        spdxPackage("libc6", {
          versionInfo: "2.36-9",
          sourceInfo: "built package from: glibc 2.36-9",
          ...purlRef("pkg:deb/debian/libc6@2.36-9?distro=debian-12.5"),
        }),
        spdxPackage("no-purl", { versionInfo: "1" }),
      ],
      relationships: [{ spdxElementId: "D", relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-app" }],
    });
    expect(sbom.format).toBe("SPDX 2.2 JSON");
    expect(sbom.tools).toEqual(["trivy 0.60.0"]);
    expect(sbom.subject?.ids).toEqual(["app", "pkg:oci/app@sha256%3Aab"]);
    expect(sbom.os).toEqual({ id: "debian", versionId: "12" });
    expect(sbom.packages.map(({ name, source }) => [name, source])).toEqual([
      ["libc6", { name: "glibc", version: "2.36-9" }],
    ]);
    expect(sbom.notJudged.map(({ name }) => name)).toEqual(["no-purl"]);
  });

  test("reads 2.3 tag-value with texts over several lines", () => {
    const sbom = read(`# made by hand
SPDXVersion: SPDX-2.3
DocumentName: app
Creator: Tool: maker-1.0
Created: 2026-01-01T00:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app

PackageName: app
SPDXID: SPDXRef-app
PackageComment: <text>Two
PackageName: not one
lines</text>

PackageName: left-pad
SPDXID: SPDXRef-lp
PackageVersion: 1.3.0
PackageLicenseDeclared: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:npm/left-pad@1.3.0
PackageName: nameless
PackageVersion: 2
FileName: ./x
SPDXID: SPDXRef-file
`);
    expect(sbom.format).toBe("SPDX 2.3 tag-value");
    expect(sbom.packages).toEqual([
      {
        purl: "pkg:npm/left-pad@1.3.0",
        name: "left-pad",
        version: "1.3.0",
        licenses: ["MIT"],
        layer: 0,
        path: "sbom:14",
      },
    ]);
    expect(sbom.notJudged.map(({ name, where }) => [name, where])).toEqual([["nameless", ":19"]]);
    expect(sbom.subject?.name).toBe("app");
  });

  test("reads 3.0 JSON-LD with its own context only", () => {
    const graph = [
      { type: "CreationInfo", "@id": "_:c", created: "2026-01-01T00:00:00Z" },
      { type: "SpdxDocument", spdxId: "urn:d", name: "app", rootElement: ["urn:root"] },
      { type: "software_Package", spdxId: "urn:root", name: "app", software_primaryPurpose: "container" },
      {
        type: "software_Package",
        spdxId: "urn:os",
        name: "alpine",
        software_packageVersion: "3.20",
        software_primaryPurpose: "operatingSystem",
      },
      {
        type: "software_Package",
        spdxId: "urn:a",
        name: "a",
        software_packageVersion: "1",
        software_packageUrl: "pkg:npm/a@1",
      },
    ];
    const context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
    const sbom = read({ "@context": context, "@graph": graph });
    expect(sbom).toMatchObject({ format: "SPDX 3.0.1 JSON-LD", os: { id: "alpine", versionId: "3.20" } });
    expect(sbom.packages.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1"]);
    expect(sbom.notJudged).toEqual([]);
    expect(() => read({ "@context": [context, { name: "urn:x" }], "@graph": graph })).toThrow("names of its own");
  });

  describe("texts on where a package comes from", () => {
    const one = (name: string, purl: string, more: object) => {
      const packages = [spdxPackage(name, { ...more, ...purlRef(purl) })];
      const sbom = read({ spdxVersion: "SPDX-2.3", name: "app", creationInfo: {}, packages });
      const [found] = sbom.packages;
      return found && { purl: found.purl, source: found.source, path: found.path, layer: found.layer };
    };
    const deb = "pkg:deb/debian/libc6@2.41-12?arch=amd64";
    const note = (comment: string) => ({ annotations: [{ comment }] });

    test.each<[string, object, object]>([
      [
        "ours of before",
        { sourceInfo: "found in /x y of layer 3; built from glibc 2.41-12" },
        { path: "/x y", layer: 3, source: { name: "glibc", version: "2.41-12" } },
      ],
      [
        "ours of before without a source",
        { sourceInfo: "found in /a; built from b of layer 2" },
        { path: "/a; built from b", layer: 2 },
      ],
      [
        "ours of before on a lock file",
        { sourceInfo: "named by the lock file /app/package-lock.json of layer 1" },
        { path: "/app/package-lock.json", layer: 1 },
      ],
      [
        "ours",
        { sourceInfo: "built package from: glibc 2.41-12", ...note("found in /x of layer 3") },
        { path: "/x", layer: 3, source: { name: "glibc", version: "2.41-12" } },
      ],
      [
        "ours on a path that looks like more",
        note("found in /x of layer 3; added to the purl: arch of layer 4"),
        { path: "/x of layer 3; added to the purl: arch", layer: 4, purl: deb },
      ],
      ["someone's note", note("found in a bar; added to the purl: arch"), { path: "sbom#/packages/0", purl: deb }],
      [
        "trivy's with an epoch",
        { sourceInfo: "built package from: zlib 1:1.3-1" },
        { source: { name: "zlib", version: "1:1.3-1" } },
      ],
      [
        "trivy's with more behind it",
        { sourceInfo: "built package from: zlib 1.3-1; found in /x" },
        { source: undefined },
      ],
      ["of blanks without end", { sourceInfo: `built package from: ${" ".repeat(15_000)}` }, { source: undefined }],
    ])("%s", (_, more, expected) => {
      expect(one("libc6", deb, more)).toMatchObject(expected);
    });

    test("reads an rpm's epoch from its purl, not from its source version", () => {
      const purl = "pkg:rpm/rocky/openssl-libs@3.2.2-6.el9?epoch=1";
      expect(one("openssl-libs", purl, { sourceInfo: "built package from: openssl 1:3.2.2-6.el9" })).toMatchObject({
        source: { name: "openssl", version: "3.2.2-6.el9" },
      });
    });
  });
});
