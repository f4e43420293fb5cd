import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { trivyMade } from "../../../test/reports/foreign-sboms.ts";
import { sboms } from "./index.ts";
import { readSbom } from "./read-sbom.ts";

const read = (value: unknown) =>
  readSbom(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "sbom");

describe("hostile input", () => {
  const onlyFailures = (bytes: Uint8Array) => {
    try {
      const sbom = readSbom(bytes, "x");
      expect(sbom.packages.every(({ purl, version }) => purl !== "" && version !== "")).toBe(true);
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
    '{"redis":{"arch":"amd64","distro":"debian-12","type":"NAMI","version":"7.4.1-0"},"a b":{"type":"NAMI"}}',
  ];

  test("reads the seed of every format", () => {
    const formats = new Set(seeds.map((text) => read(text).format.replace(/[\d.]+ ?/g, "")));
    expect(formats.size).toBe(sboms.length);
  });

  test("returns an SBOM or a failure for damaged bytes", () => {
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

  test("handles values of every type in any place", () => {
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
