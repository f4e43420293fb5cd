import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { readVex } from "../../sources/vex/load-vex.ts";

const read = (value: unknown) =>
  readVex(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), "a.json");

const openVex = (statements: readonly unknown[], more: object = {}) => ({
  "@context": "https://openvex.dev/ns/v0.2.0",
  "@id": "https://example.com/vex-1",
  author: "Team",
  timestamp: "2026-01-01T00:00:00Z",
  version: 1,
  statements,
  ...more,
});
const said = {
  vulnerability: { name: "CVE-2024-1", aliases: ["GHSA-1"] },
  products: [{ "@id": "pkg:npm/a@1" }],
  status: "not_affected",
  justification: "component_not_present",
};

describe("OpenVEX", () => {
  test("reads 0.2.0: identifiers, hashes, subcomponents, inherited time and author", () => {
    const document = read(
      openVex([
        {
          ...said,
          products: [
            {
              "@id": "app",
              identifiers: { purl: "pkg:oci/app@sha256%3Aaa" },
              hashes: { "sha-256": "AA" },
              subcomponents: [{ "@id": "pkg:npm/a@1" }, { identifiers: { purl: "pkg:npm/b" } }],
            },
          ],
          impact_statement: "not called",
        },
        {
          ...said,
          status: "affected",
          action_statement: "update",
          timestamp: "2026-02-01T00:00:00Z",
          supplier: "Other",
        },
      ]),
    );
    expect(document.format).toBe("OpenVEX 0.2.0");
    expect(document.notes).toEqual([]);
    expect(document.statements).toEqual([
      {
        vulnerability: "CVE-2024-1",
        aliases: ["GHSA-1"],
        products: [
          { ids: ["app", "pkg:oci/app@sha256%3Aaa", "sha256:aa"], subcomponents: [["pkg:npm/a@1"], ["pkg:npm/b"]] },
        ],
        status: "not_affected",
        reason: "component_not_present: not called",
        author: "Team",
        timestamp: "2026-01-01T00:00:00Z",
        where: "a.json, statement 1",
      },
      expect.objectContaining({
        status: "affected",
        reason: "component_not_present: update",
        author: "Other",
        timestamp: "2026-02-01T00:00:00Z",
      }),
    ]);
  });

  test("reads 0.0.1: texts instead of objects", () => {
    const old = {
      vulnerability: "CVE-2023-9",
      products: ["pkg:oci/app"],
      subcomponents: ["pkg:npm/a@1"],
      status: "fixed",
    };
    const { format, statements } = read(openVex([old], { "@context": "https://openvex.dev/ns" }));
    expect(format).toBe("OpenVEX 0.0.1");
    expect(statements).toMatchObject([
      { vulnerability: "CVE-2023-9", products: [{ ids: ["pkg:oci/app"], subcomponents: [["pkg:npm/a@1"]] }] },
    ]);
  });

  test.each([
    ["no vulnerability", { vulnerability: {} }, "names no vulnerability"],
    ["an unknown status", { status: "fine" }, "has no known status"],
    ["no justification", { justification: undefined }, "without a justification or an impact statement"],
    ["no product", { products: [] }, "names no product"],
    ["a draft's mark", { status_notes: "DRAFT by hullproof: no file was opened" }, "is a draft that no one has signed"],
  ])("a statement with %s counts for nothing, and that is told", (_, change, words) => {
    const { statements, notes } = read(openVex([{ ...said, ...change }]));
    expect(statements).toEqual([]);
    expect(notes).toEqual([expect.stringContaining(`a.json, statement 1`)]);
    expect(notes[0]).toContain(words);
  });

  test("uses an attestation's subject as the product", () => {
    const { statements } = read({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://openvex.dev/ns/v0.2.0",
      subject: [{ name: "app", digest: { sha256: "AB" } }],
      predicate: openVex([{ ...said, products: undefined }]),
    });
    expect(statements[0]?.products).toEqual([{ ids: ["sha256:ab"], subcomponents: [] }]);
  });
});

test("reads CycloneDX: states, references to components, bom-links, versions next to a purl", () => {
  const analysed = (analysis: object, ref = "urn:cdx:1/1#x", versions?: object[]) => ({
    id: "CVE-2024-2",
    references: [{ id: "GHSA-2" }],
    analysis,
    affects: [{ ref, ...(versions && { versions }) }],
  });
  const { format, statements, notes } = read({
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    metadata: { timestamp: "2026-01-01T00:00:00Z", supplier: { name: "Vendor" } },
    components: [{ "bom-ref": "c", purl: "pkg:npm/c@1" }],
    vulnerabilities: [
      analysed({ state: "not_affected", justification: "code_not_reachable" }, "c"),
      analysed({ state: "resolved", lastUpdated: "2026-03-01T00:00:00Z" }),
      analysed({ state: "exploitable", response: ["update", "will_not_fix"] }),
      analysed({ state: "in_triage" }, "pkg:npm/d", [{ version: "1" }, { version: "2", status: "affected" }]),
      analysed({ state: "false_positive" }, "pkg:npm/d", [{ range: "vers:npm/<2" }]),
      analysed({ state: "not_affected" }),
      { id: "CVE-2024-3" },
    ],
  });
  expect(format).toBe("CycloneDX 1.5");
  expect(
    statements.map(({ status, reason, products, timestamp }) => [status, reason, products[0]?.ids, timestamp]),
  ).toEqual([
    ["not_affected", "code_not_reachable", ["c", "pkg:npm/c@1"], "2026-01-01T00:00:00Z"],
    ["fixed", "resolved", ["urn:cdx:1/1#x"], "2026-03-01T00:00:00Z"],
    ["affected", "update, will_not_fix", ["urn:cdx:1/1#x"], "2026-01-01T00:00:00Z"],
    ["under_investigation", "in_triage", ["pkg:npm/d@1", "pkg:npm/d@2"], "2026-01-01T00:00:00Z"],
  ]);
  expect(statements[0]).toMatchObject({ aliases: ["GHSA-2"], author: "Vendor", where: "a.json#/vulnerabilities/0" });
  expect(notes).toEqual([
    "a.json#/vulnerabilities/4 analyses CVE-2024-2 and names nothing that has it, so it counts for nothing.",
    "a.json#/vulnerabilities/5 says that CVE-2024-2 is not_affected without a justification or detail, so it counts for nothing.",
  ]);
});

test("reads CSAF: parts of platforms, flags, impacts, remediations, groups", () => {
  const part = (product_id: string, purl: string) => ({
    product_id,
    name: product_id,
    product_identification_helper: { purl },
  });
  const { format, statements, notes } = read({
    document: {
      csaf_version: "2.0",
      category: "csaf_vex",
      publisher: { name: "Vendor" },
      tracking: { current_release_date: "2026-01-01T00:00:00Z" },
    },
    product_tree: {
      branches: [
        {
          branches: [
            {
              product: {
                product_id: "el9",
                name: "Enterprise Linux 9",
                product_identification_helper: { cpe: "cpe:/o:redhat:enterprise_linux:9" },
              },
            },
            { product: part("lib", "pkg:rpm/redhat/lib") },
          ],
        },
      ],
      full_product_names: [part("app", "pkg:npm/app@1")],
      relationships: [
        {
          category: "default_component_of",
          full_product_name: { product_id: "el9:lib", name: "lib of 9" },
          product_reference: "lib",
          relates_to_product_reference: "el9",
        },
      ],
      product_groups: [{ group_id: "g", product_ids: ["app"] }],
    },
    vulnerabilities: [
      {
        cve: "CVE-2024-4",
        product_status: { known_not_affected: ["el9:lib", "app"], fixed: ["app"], known_affected: ["el9:lib"] },
        flags: [{ label: "vulnerable_code_not_present", product_ids: ["el9:lib"] }],
        threats: [{ category: "impact", details: "not built in", group_ids: ["g"] }],
        remediations: [{ category: "none_available", details: "wait", product_ids: ["el9:lib"] }],
      },
      { cve: "CVE-2024-5", product_status: { known_not_affected: ["app"] } },
      {},
    ],
  });
  expect(format).toBe("CSAF 2.0");
  const onNine = {
    ids: ["cpe:/o:redhat:enterprise_linux:9", "Enterprise Linux 9"],
    subcomponents: [["pkg:rpm/redhat/lib", "lib", "lib of 9"]],
  };
  const app = { ids: ["pkg:npm/app@1", "app"], subcomponents: [] };
  expect(statements.map(({ status, reason, products }) => [status, reason, products])).toEqual([
    ["not_affected", "vulnerable_code_not_present", [onNine]],
    ["not_affected", "not built in", [app]],
    ["fixed", "fixed", [app]],
    ["affected", "wait", [onNine]],
  ]);
  expect(notes).toEqual([
    "a.json#/vulnerabilities/1/product_status/known_not_affected says that CVE-2024-5 is not_affected without a flag or an impact, so it counts for nothing.",
    "a.json#/vulnerabilities/2 names no vulnerability, so it counts for nothing.",
  ]);
});

test.each([
  ["text", "hello", "it is not a JSON object (line 1, column 1)"],
  ["other JSON", { a: 1 }, "it is of no format that is known here"],
  ["a cut file", '{"@context":"https://openvex.dev/ns","statements":[{', "it ends in the middle"],
])("%s is refused", (_, value, words) => {
  expect(() => read(value)).toThrow(words);
});

test("reads or refuses any document", () => {
  const junk = fc.jsonValue();
  const heads = [
    { "@context": "https://openvex.dev/ns/v0.2.0" },
    { bomFormat: "CycloneDX" },
    { document: { csaf_version: "2.0" } },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...heads), junk, junk, junk, (head, one, two, three) => {
      const statement = {
        ...said,
        vulnerability: one,
        products: [two, { subcomponents: [three], hashes: one, identifiers: two }],
      };
      const vulnerability = {
        cve: "CVE-1",
        id: one,
        analysis: { state: "in_triage", response: two },
        affects: [three, { ref: "x", versions: [one] }],
      };
      const csaf = {
        ...vulnerability,
        product_status: { fixed: one, known_not_affected: ["p"] },
        flags: [two, { label: three }],
        threats: one,
      };
      const document = {
        ...head,
        statements: [statement, one],
        vulnerabilities: [vulnerability, csaf, two],
        product_tree: {
          branches: [one, { product: two, branches: three }],
          relationships: [one, { full_product_name: two }],
        },
        components: [one, { components: two }],
        metadata: three,
      };
      try {
        read(document);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 500 },
  );
});
