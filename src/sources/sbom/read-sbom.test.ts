import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { sboms } from "./index.ts";
import { readSbom } from "./read-sbom.ts";

const read = (value: unknown, name = "bill") =>
  readSbom(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), name);
const property = (name: string, value: string) => ({ name, value });

const trivyMade = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  metadata: {
    timestamp: "2026-01-02T03:04:05+00:00",
    tools: { components: [{ type: "application", name: "trivy", version: "0.60.0" }] },
    component: {
      "bom-ref": "root",
      type: "container",
      name: "app:1",
      purl: "pkg:oci/app@sha256%3Aaa?arch=amd64",
      properties: [property("aquasecurity:trivy:ImageID", `sha256:${"cd".repeat(32)}`)],
    },
  },
  components: [
    {
      "bom-ref": "os",
      type: "operating-system",
      name: "debian",
      version: "12.5",
      properties: [property("aquasecurity:trivy:Class", "os-pkgs"), property("aquasecurity:trivy:Type", "debian")],
    },
    {
      "bom-ref": "lock",
      type: "application",
      name: "app/package-lock.json",
      properties: [property("aquasecurity:trivy:Class", "lang-pkgs"), property("aquasecurity:trivy:Type", "npm")],
    },
    {
      "bom-ref": "bsdutils",
      type: "library",
      name: "bsdutils",
      version: "1:2.38.1-5+deb12u1",
      purl: "pkg:deb/debian/bsdutils@2.38.1-5%2Bdeb12u1?arch=amd64&distro=debian-12.5&epoch=1",
      properties: [
        property("aquasecurity:trivy:PkgType", "debian"),
        property("aquasecurity:trivy:SrcName", "util-linux"),
        property("aquasecurity:trivy:SrcVersion", "2.38.1"),
        property("aquasecurity:trivy:SrcRelease", "5+deb12u1"),
      ],
    },
    {
      "bom-ref": "scoped",
      type: "library",
      group: "@babel",
      name: "core",
      version: "7.0.0",
      purl: "pkg:npm/%40babel/core@7.0.0",
      properties: [property("aquasecurity:trivy:FilePath", "app/node_modules/@babel/core/package.json")],
    },
    { type: "library", name: "nameless", version: "1" },
    { type: "library", name: "broken", version: "1", purl: "npm/broken@1" },
    { type: "library", name: "any", purl: "pkg:npm/any" },
    { type: "file", name: "/etc/passwd" },
  ],
};

describe("CycloneDX", () => {
  test("as trivy writes it: source package, epoch, lock files that are no packages, point release of Debian", () => {
    const bill = read(trivyMade);
    expect(bill.format).toBe("CycloneDX 1.6 JSON");
    expect(bill.tools).toEqual(["trivy 0.60.0"]);
    expect(bill.os).toEqual({ id: "debian", versionId: "12" });
    expect(bill.notes).toEqual([]);
    expect(bill.subject?.ids).toEqual([
      "app:1",
      "pkg:oci/app@sha256%3Aaa?arch=amd64",
      "root",
      `sha256:${"cd".repeat(32)}`,
    ]);
    expect(bill.packages).toEqual([
      {
        purl: "pkg:deb/debian/bsdutils@2.38.1-5%2Bdeb12u1?arch=amd64&distro=debian-12.5&epoch=1",
        name: "bsdutils",
        version: "1:2.38.1-5+deb12u1",
        source: { name: "util-linux", version: "2.38.1-5+deb12u1" },
        layer: 0,
        path: "bill#/components/2",
      },
      {
        purl: "pkg:npm/%40babel/core@7.0.0",
        name: "@babel/core",
        version: "7.0.0",
        layer: 0,
        path: "/app/node_modules/@babel/core/package.json",
      },
    ]);
    expect(bill.notJudged.map(({ name, where, reason }) => [name, where, reason])).toEqual([
      ["nameless", "#/components/4", "it has no purl"],
      ["broken", "#/components/5", "its purl does not begin with pkg:"],
      ["any", "#/components/6", "neither its purl nor its entry has a version"],
    ]);
    expect(bill.refs.get("scoped")).toBe("pkg:npm/%40babel/core@7.0.0");
  });

  test("as syft writes it: upstream qualifiers, distribution and place in properties", () => {
    const bill = read({
      bomFormat: "CycloneDX",
      specVersion: "1.4",
      metadata: { tools: [{ vendor: "anchore", name: "syft", version: "0.80.0" }] },
      components: [
        {
          type: "library",
          name: "libc6",
          version: "2.36-9",
          purl: "pkg:deb/debian/libc6@2.36-9?arch=amd64&upstream=glibc&distro=debian-12",
          properties: [property("syft:location:0:path", "/var/lib/dpkg/status")],
        },
        {
          type: "library",
          name: "libssl3",
          version: "3.1.4-r5",
          purl: "pkg:apk/alpine/libssl3@3.1.4-r5?arch=x86_64&upstream=openssl&distro=alpine-3.18.5",
        },
        {
          type: "library",
          name: "libxml2",
          version: "2.9.13-5.el9",
          purl: "pkg:rpm/rhel/libxml2@2.9.13-5.el9?arch=x86_64&upstream=libxml2-2.9.13-5.el9.src.rpm&distro=rhel-9.3",
        },
        {
          type: "operating-system",
          name: "debian",
          version: "12",
          properties: [property("syft:distro:id", "debian"), property("syft:distro:versionID", "12")],
        },
      ],
    });
    expect(bill.packages.map(({ name, source, path }) => [name, source?.name, source?.version, path])).toEqual([
      ["libssl3", "openssl", "3.1.4-r5", "bill#/components/1"],
      ["libc6", "glibc", "2.36-9", "/var/lib/dpkg/status"],
      ["libxml2", "libxml2", "2.9.13-5.el9", "bill#/components/2"],
    ]);
    expect(bill.os).toEqual({ id: "debian", versionId: "12" });
    expect(bill.notes).toEqual([
      "The bill names more than one distribution. debian 12 was taken; one package says alpine 3.18.5, one package says rhel 9.3.",
    ]);
  });

  test("XML gives what the JSON form gives, with prefixes, nested components and CDATA", () => {
    const bill = read(
      `<?xml version="1.0" encoding="UTF-8"?>
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.5" xmlns:o="urn:other" serialNumber="urn:uuid:1" version="1">
  <b:metadata><b:timestamp>2026-01-01T00:00:00Z</b:timestamp>
    <b:tools><b:tool><b:name>maker</b:name><b:version>2</b:version></b:tool></b:tools>
    <b:component type="container" bom-ref="root"><b:name>app</b:name></b:component></b:metadata>
  <b:components>
    <b:component type="operating-system"><b:name>Alpine Linux</b:name><b:version>3.20.1</b:version></b:component>
    <b:component type="library" bom-ref="a"><b:group>org.x</b:group><b:name>a</b:name><b:version>1</b:version>
      <b:licenses><b:license><b:id>MIT</b:id></b:license><b:expression>A OR B</b:expression></b:licenses>
      <b:purl><![CDATA[pkg:maven/org.x/a@1]]></b:purl><o:purl>pkg:npm/never@1</o:purl>
      <b:components><b:component type="library"><b:name>in&amp;ner</b:name></b:component></b:components>
      <b:properties><b:property name="hullproof:path">/a.jar</b:property></b:properties>
      <b:evidence><b:occurrences><b:occurrence><b:location>/b.jar</b:location></b:occurrence></b:occurrences></b:evidence>
    </b:component>
  </b:components>
  <b:vulnerabilities><b:vulnerability><b:id>CVE-2024-1</b:id>
    <b:analysis><b:state>not_affected</b:state><b:justification>code_not_reachable</b:justification>
      <b:responses><b:response>will_not_fix</b:response></b:responses><b:detail>never called</b:detail></b:analysis>
    <b:affects><b:target><b:ref>a</b:ref></b:target></b:affects></b:vulnerability></b:vulnerabilities>
</b:bom>`,
    );
    expect(bill.format).toBe("CycloneDX 1.5 XML");
    expect(bill).toMatchObject({ tools: ["maker 2"], serial: "urn:uuid:1", created: "2026-01-01T00:00:00Z" });
    expect(bill.os).toEqual({ id: "alpine", versionId: "3.20.1" });
    expect(bill.packages).toEqual([
      {
        purl: "pkg:maven/org.x/a@1",
        name: "org.x:a",
        version: "1",
        licences: ["A OR B", "MIT"],
        layer: 0,
        path: "/a.jar",
      },
    ]);
    expect(bill.notJudged.map(({ name }) => name)).toEqual(["in&ner"]);
    expect(bill.statements).toEqual([
      {
        vulnerability: "CVE-2024-1",
        aliases: [],
        products: [{ ids: ["a", "pkg:maven/org.x/a@1"], subcomponents: [] }],
        status: "not_affected",
        reason: "code_not_reachable: never called",
        timestamp: "2026-01-01T00:00:00Z",
        where: "bill#/vulnerabilities/0",
      },
    ]);
  });
});

const spdxPackage = (name: string, more: object) => ({ name, SPDXID: `SPDXRef-${name}`, ...more });
const purlRef = (referenceLocator: string) => ({
  externalRefs: [{ referenceCategory: "PACKAGE_MANAGER", referenceType: "purl", referenceLocator }],
});

describe("SPDX", () => {
  test("2.2 JSON as trivy writes it", () => {
    const bill = read({
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
    expect(bill.format).toBe("SPDX 2.2 JSON");
    expect(bill.tools).toEqual(["trivy 0.60.0"]);
    expect(bill.subject?.ids).toEqual(["app", "pkg:oci/app@sha256%3Aab"]);
    expect(bill.os).toEqual({ id: "debian", versionId: "12" });
    expect(bill.packages.map(({ name, source }) => [name, source])).toEqual([
      ["libc6", { name: "glibc", version: "2.36-9" }],
    ]);
    expect(bill.notJudged.map(({ name }) => name)).toEqual(["no-purl"]);
  });

  test("2.3 tag-value with texts of several lines", () => {
    const bill = read(`# made by hand
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
    expect(bill.format).toBe("SPDX 2.3 tag-value");
    expect(bill.packages).toEqual([
      {
        purl: "pkg:npm/left-pad@1.3.0",
        name: "left-pad",
        version: "1.3.0",
        licences: ["MIT"],
        layer: 0,
        path: "bill:14",
      },
    ]);
    expect(bill.notJudged.map(({ name, where }) => [name, where])).toEqual([["nameless", ":19"]]);
    expect(bill.subject?.name).toBe("app");
  });

  test("3.0 JSON-LD, and no other context than its own", () => {
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
    const bill = read({ "@context": context, "@graph": graph });
    expect(bill).toMatchObject({ format: "SPDX 3.0.1 JSON-LD", os: { id: "alpine", versionId: "3.20" } });
    expect(bill.packages.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1"]);
    expect(bill.notJudged).toEqual([]);
    expect(() => read({ "@context": [context, { name: "urn:x" }], "@graph": graph })).toThrow("names of its own");
  });
});

test("syft's own JSON", () => {
  const bill = read({
    artifacts: [
      {
        id: "1",
        name: "libssl3",
        version: "3.0-1",
        type: "deb",
        purl: "pkg:deb/debian/libssl3@3.0-1",
        locations: [{ path: "/var/lib/dpkg/status" }],
        metadata: { source: "openssl", sourceVersion: "" },
      },
      { id: "2", name: "binary", version: "", type: "binary" },
    ],
    distro: { id: "debian", versionID: "12", prettyName: "Debian 12" },
    source: { name: "app", metadata: { userInput: "app:1", manifestDigest: "sha256:ab" } },
    descriptor: { name: "syft", version: "1.20.0" },
  });
  expect(bill.packages).toMatchObject([
    { source: { name: "openssl", version: "3.0-1" }, path: "/var/lib/dpkg/status" },
  ]);
  expect(bill.notJudged).toMatchObject([{ name: "binary", reason: "it has no purl" }]);
  expect(bill.subject?.ids).toEqual(["app", "app:1", "sha256:ab"]);
  expect(bill.os).toEqual({ id: "debian", versionId: "12", prettyName: "Debian 12" });
});

test("a list of purls, with remarks, and what is none", () => {
  const bill = read("# ours\npkg:npm/a@1\r\n\npkg:deb/debian/b@1?distro=bookworm\nc@1\n", "list.txt");
  expect(bill.packages.map(({ purl, path }) => [purl, path])).toEqual([
    ["pkg:deb/debian/b@1?distro=bookworm", "list.txt:4"],
    ["pkg:npm/a@1", "list.txt:2"],
  ]);
  expect(bill.os).toEqual({ id: "debian", codename: "bookworm" });
  expect(bill.notJudged).toMatchObject([{ name: "c@1", where: ":5", reason: "its purl does not begin with pkg:" }]);
  expect(bill.notes).toEqual([
    "None of the 1 deb packages names the source package it was built from. They are looked up by their own names, which misses advisories on sources of another name.",
  ]);
});

test("wrapped in an attestation, and as PowerShell writes it", () => {
  const spdx = { spdxVersion: "SPDX-2.3", packages: [spdxPackage("a", purlRef("pkg:npm/a@1"))] };
  const attested = {
    _type: "https://in-toto.io/Statement/v1",
    predicateType: "https://spdx.dev/Document",
    predicate: spdx,
  };
  const utf16 = Buffer.from(`\uFEFF${JSON.stringify(spdx)}`, "utf16le");
  for (const bytes of [Buffer.from(JSON.stringify(attested)), utf16, Buffer.from(JSON.stringify({ SPDX: spdx }))])
    expect(readSbom(bytes, "x").packages.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1"]);
});

const laughs = `<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&b;</bom>`;

test.each([
  ["nothing", "", "it is empty"],
  ["other text", "FROM debian", "its text is of no format that is known here"],
  ["bytes", "\0\0\0", "it is no text"],
  ["other JSON", '{"Results":[],"SchemaVersion":2}', "it is a report of trivy"],
  ["other JSON", '{"a":1}', "its JSON is of no format that is known here, it has a"],
  [
    "a truncated file",
    '{"bomFormat":"CycloneDX","components":[\n{"name":"a"',
    "it ends in the middle of a list or an object (opened at line 1, column 39)",
  ],
  [
    "broken JSON",
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[\n  {"name":}]}',
    "what stands here is no valid JSON (line 2, column 3)",
  ],
  ["wrong brackets", '{"bomFormat":"CycloneDX","components":[}}', "this bracket closes nothing"],
  ["deep JSON", `{"bomFormat":"CycloneDX","x":${"[".repeat(100_000)}`, "it is nested too deeply"],
  ["two documents", '{"bomFormat":"CycloneDX"}{}', "something follows the JSON object"],
  ["an old SPDX", '{"spdxVersion":"SPDX-1.2"}', "its version of SPDX is none of 2.2 and 2.3"],
  ["other XML", "<html/>", "it is XML, but not of CycloneDX"],
  ["an entity bomb", laughs, "it has a document type, whose entities are not followed (line 1"],
  ["an unknown entity", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">&x;</bom>', "undefined entity"],
  ["cut XML", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>', "unclosed tag"],
  ["deep XML", `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">${"<a>".repeat(2000)}`, "it is nested too deeply"],
])("says what is wrong with %s", (_, text, words) => {
  const error = (() => {
    try {
      read(text, "x.json");
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  })();
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({
    code: "bad-sbom",
    message: expect.stringContaining(`x.json cannot be read as a bill of materials: `),
  });
  expect((error as Failure).message).toContain(words);
});

describe("whatever comes", () => {
  const onlyFailures = (bytes: Uint8Array) => {
    try {
      const bill = readSbom(bytes, "x");
      expect(bill.packages.every(({ purl, version }) => purl !== "" && version !== "")).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).code).toBe("bad-sbom");
    }
  };
  const seeds = [
    JSON.stringify(trivyMade),
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>a</name><purl>pkg:npm/a@1</purl></component></components></bom>',
    '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"a","name":"a","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:npm/a@1"}]}]}',
    "SPDXVersion: SPDX-2.3\nPackageName: a\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\nPackageComment: <text>a\nb</text>\n",
    "pkg:npm/a@1\npkg:deb/debian/b@1?epoch=1&distro=debian-12\n",
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","name":"a","software_packageUrl":"pkg:npm/a@1"}]}',
    '{"artifacts":[{"name":"a","version":"1","purl":"pkg:npm/a@1"}],"descriptor":{"name":"syft"}}',
  ];

  test("every format has a seed, and each is read", () => {
    const formats = new Set(seeds.map((text) => read(text).format.replace(/[\d.]+ ?/g, "")));
    expect(formats.size).toBe(sboms.length);
  });

  test("damaged bytes give a bill or a failure, never anything else", () => {
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 4 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), damage, fc.boolean(), (seed, cuts, cut) => {
        let bytes = Buffer.from(seed);
        for (const [at, more] of cuts) {
          const offset = Math.floor(at * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, offset), more, bytes.subarray(offset + more.length)]);
        }
        onlyFailures(cut ? bytes.subarray(0, Math.floor(bytes.length * 0.7)) : bytes);
      }),
      { numRuns: 1500 },
    );
  });

  test("values of every kind where others should be", () => {
    const lists = ["components", "packages", "artifacts", "@graph", "relationships", "vulnerabilities", "compositions"];
    fc.assert(
      fc.property(fc.constantFrom(...seeds.filter((seed) => seed.startsWith("{"))), fc.jsonValue(), (seed, junk) => {
        const value = JSON.parse(seed) as Record<string, unknown>;
        for (const key of lists)
          value[key] = key in value ? [junk, { purl: junk, name: junk, type: junk, analysis: junk }, junk] : junk;
        onlyFailures(Buffer.from(JSON.stringify({ ...value, metadata: junk, creationInfo: junk })));
      }),
      { numRuns: 500 },
    );
  });
});
