import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAdvisories } from "../../../test/read-advisories.ts";
import { isFields } from "./fields.ts";
import { advisoryFormats } from "./index.ts";

describe("anything", () => {
  const paths = fc.constantFrom("x.json", "a/index.json", "security-support.deb12", "debian.csv", "x.md", "CVE/list");
  const words = [
    "id",
    "affected",
    "package",
    "ranges",
    "events",
    "introduced",
    "fixed",
    "versions",
    "withdrawn",
    "advisory",
    "patched",
    "gem",
    "url",
    "cve",
    "patched_versions",
    "reference",
    "branches",
    "vulnerable",
    "vulnerabilities",
    "below",
    "identifiers",
    "cveID",
    "dateAdded",
    "catalogVersion",
    "distroversion",
    "reponame",
    "packages",
    "pkg",
    "name",
    "secfixes",
    "releases",
    "status",
    "installed",
    "fixes",
    "schema_version",
    "result",
    "cycle",
    "eol",
    "ecosystem",
    "severity",
    "type",
    "score",
  ];
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom("PyPI", "CVE-2024-1", "composer://a/b", "0", "v3.20", "open", "2024-01-01", ">= 1", "~> 1.2"),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), tie("value"), { maxKeys: 6 }),
    ),
  }));

  it("reads any record or reports it as malformed or unknown", () => {
    fc.assert(
      fc.property(value, paths, (anything, path) => {
        for (const format of advisoryFormats) {
          if (!isFields(anything)) continue;
          for (const parsed of format.value?.(anything, path) ?? []) expect(parsed.kind).toBeTypeOf("string");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads any text", () => {
    const pieces = fc.constantFrom(
      "CVE-2024-1 (x)\n",
      "\t- a 1 (x)\n",
      "\t[bookworm] - a <no-dsa>\n",
      "[01 Feb 2024] DSA-1-1 x - y\n",
      "\t{CVE-2024-1}\n",
      "cve,epss,percentile\n",
      "CVE-2024-1,0.5,0.5\n",
      "version,codename,series,eol\n",
      "```toml\n",
      "\n```\n",
      "[advisory]\n",
      'id = "x"\n',
      "a = [",
      '"""',
      "'''",
      "\\",
      "#",
      ",",
      "(",
      ")",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), paths, (parts, path) => {
        for (const format of advisoryFormats) {
          for (const parsed of format.text?.(parts.join(""), path) ?? []) expect(parsed.kind).toBeTypeOf("string");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes time linear in the length", () => {
    const hostile = [
      `CVE-2024-1 (x)\n\t- a ${"(".repeat(200_000)}\n`,
      `CVE-2024-1\n\t- ${" ".repeat(200_000)}x\n`,
      `\`\`\`toml\na = "${"\\a".repeat(200_000)}\n\`\`\`\n`,
      `\`\`\`toml\n${"#".repeat(200_000)}\n\`\`\`\n`,
    ];
    for (const text of hostile) {
      for (const format of advisoryFormats) expect(Array.from(format.text?.(text, "x") ?? [])).toBeInstanceOf(Array);
    }
    const long = "1.".repeat(100_000);
    for (const record of [
      { gem: "a", url: "u", patched_versions: [`~> ${long}`, ">".repeat(1_000)] },
      { vulnerable: ` ${"<".repeat(900)} || ${"x ".repeat(400)}`, patched: "^".repeat(1_000), cve: [] },
      {
        id: "PYSEC-2024-1",
        summary: "#".repeat(300_000),
        details: "`".repeat(300_000),
        affected: [{ package: { ecosystem: "PyPI", name: "-".repeat(500) }, versions: ["1"] }],
      },
    ]) {
      expect(readAdvisories(record, "x.json")).toBeDefined();
    }
  });
});
