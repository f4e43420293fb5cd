import { describe, expect, it } from "vitest";
import { compareCve, parseChangelog } from "./changelog.ts";

const text = `example (1:2.0-3+deb12u1) bookworm-security; urgency=high

  * Non-maintainer upload by the Security Team.
  * Fix a buffer overflow (CVE-2024-11111, CVE-2024-9999)
  * Also mention CVE-2024-11111 again

 -- Ann Author <ann@example.org>  Mon, 01 Jan 2024 00:00:00 +0000

example (1:2.0-3) unstable; urgency=medium, binary-only=yes

  [ Bob ]
  * d/rules: nothing to see (NOTCVE-2023-1111, CVE-2023-1)
    - patches: CVE-2023-1234

 -- Bob <cve-2020-0000@example.org>  Sun, 01 Jan 2023 00:00:00 +0000

example (1:2.0-1) unstable experimental; urgency=low

  * cut off in the mid`;

describe("parseChangelog", () => {
  it("reads entries with their versions and the lines that name CVE ids", () => {
    expect(parseChangelog(text)).toEqual([
      {
        source: "example",
        version: "1:2.0-3+deb12u1",
        distribution: "bookworm-security",
        cves: [
          { id: "CVE-2024-9999", quote: "* Fix a buffer overflow (CVE-2024-11111, CVE-2024-9999)" },
          { id: "CVE-2024-11111", quote: "* Fix a buffer overflow (CVE-2024-11111, CVE-2024-9999)" },
        ],
      },
      {
        source: "example",
        version: "1:2.0-3",
        distribution: "unstable",
        cves: [{ id: "CVE-2023-1234", quote: "- patches: CVE-2023-1234" }],
      },
      { source: "example", version: "1:2.0-1", distribution: "unstable experimental", cves: [] },
    ]);
  });

  it.each(["", "News for example 2.0\n* CVE-2024-0001\n", "  * CVE-2024-0001 before any entry\n"])(
    "returns nothing for %j",
    (other) => {
      expect(parseChangelog(other)).toEqual([]);
    },
  );

  it("cuts quotes of very long lines", () => {
    const entry = parseChangelog(`a (1) x; urgency=low\n  * CVE-2024-0001 ${"x".repeat(9_000)}\n`)[0];
    expect(entry?.cves[0]?.quote).toHaveLength(300);
  });
});

describe("compareCve", () => {
  it("orders by year, then by number", () => {
    const sorted = ["CVE-2021-10000", "CVE-2021-9999", "CVE-1999-0001", "CVE-2024-0001"].toSorted(compareCve);
    expect(sorted).toEqual(["CVE-1999-0001", "CVE-2021-9999", "CVE-2021-10000", "CVE-2024-0001"]);
  });
});
