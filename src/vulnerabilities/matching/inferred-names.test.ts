import { describe, expect, it } from "vitest";
import { advisory, match, pack } from "../../../test/match-case.ts";
import type { PackageIdentity } from "../../domain/image/package-identity.ts";

const jar = (name: string, version: string, identity: Partial<PackageIdentity>) => {
  const [group = "", artifact = ""] = name.split(":");
  return pack(`pkg:maven/${group}/${artifact}@${version}`, {
    name,
    identity: { by: "classes", confidence: 0.6, evidence: ["its classes"], ...identity },
  });
};
/** Ids of what is found where the store has one advisory, of any version, on each of these; with how they were matched. */
const found = (one: ReturnType<typeof jar>, ...names: string[]) =>
  match(
    one,
    "maven",
    names.map((name, index) => advisory({ id: `CVE-2026-${index + 1}`, package: name })),
  ).vulnerabilities.map(({ id, status, inferred }) => [id, status, inferred?.kind]);

describe("a package whose group is inferred", () => {
  const netty = jar("reactor.netty:reactor-netty-core", "1.2.9", { folders: ["reactor/netty"] });

  it("is judged by the one of its name whose group agrees with the evidence, and that is said", () => {
    const guess = jar("org.acme:tool", "1.0", { folders: ["org/acme/tools/x"] });
    expect(found(guess, "org.acme.tools:tool", "com.other:tool")).toEqual([["CVE-2026-1", "affected", "inferred"]]);
    // Of the same maker alone: nobody can tell.
    expect(found(netty, "io.projectreactor.netty:reactor-netty-core")).toEqual([["CVE-2026-1", "unknown", "possibly"]]);
    const [vulnerability] = match(guess, "maven", [advisory({ package: "org.acme.tools:tool" })]).vulnerabilities;
    expect(vulnerability?.inferred).toEqual({
      kind: "inferred",
      names: ["org.acme.tools:tool"],
      why: "org.acme.tools agrees with org/acme/tools/x",
    });
    expect(vulnerability?.evidence).toContain("the name org.acme.tools:tool is inferred");
  });

  it("says of a vulnerability that it does not have what the statements say of the name that is meant", () => {
    const guess = jar("org.acme:tool", "2.0", { folders: ["org/acme/tools/x"] });
    const fixed = advisory({ package: "org.acme.tools:tool", ranges: [{ introduced: "0", fixed: "1.5" }] });
    expect(match(guess, "maven", [fixed]).said("org.acme:tool", "CVE-2024-1")).toContain("2.0 is not before 1.5");
  });

  it("is judged by its own name where advisories know that one", () => {
    const guess = jar("org.acme:tool", "1.0", { folders: ["org/acme/tools/x"] });
    expect(found(guess, "org.acme:tool", "org.acme.tools:tool").map(([id]) => id)).toEqual(["CVE-2026-1"]);
  });

  it.each([
    ["another maker's", "com.decoy:tool"],
    ["a prefix of many", "org.apache:tool"],
    ["of another maker under it", "org.apache.decoy:tool"],
    ["with its group as a part", "org.myorg.apache:tool"],
    ["beginning alike", "org.apache.acmes:tool"],
    ["without a group", "tool"],
    ["of another artifact", "org.apache.acme:tools"],
  ])("is not judged by a package that is %s", (_, name) => {
    expect(
      found(jar("org.apache.acme.x:tool", "1.0", { folders: ["org/apache/acme"], stated: ["spring.tool"] }), name),
    ).toEqual([]);
  });

  it("may be one of several that agree equally well: each vulnerability once, as possibly", () => {
    const guess = jar("org.acme:tool", "1.0", { folders: ["org/acme/a", "org/acme/b"] });
    expect(found(guess, "org.acme.a:tool", "org.acme.b:tool")).toEqual([
      ["CVE-2026-1", "unknown", "possibly"],
      ["CVE-2026-2", "unknown", "possibly"],
    ]);
    const both = ["org.acme.a:tool", "org.acme.b:tool"].map((name) => advisory({ package: name }));
    const vulnerabilities = match(guess, "maven", both).vulnerabilities;
    expect(vulnerabilities.map(({ id, reason }) => [id, reason])).toEqual([
      ["CVE-2024-1", "possibly: org.acme.a:tool and org.acme.b:tool agree equally well with org/acme/a and org/acme/b"],
    ]);
  });

  it("with nothing to go by is possibly the only one of its name, and none of several", () => {
    const none = { by: "file-name", confidence: 0.1 } as const;
    const bare = jar("a-tool:a-tool", "1.0", none);
    expect(found(jar("core:core", "1.0", none), "org.acme:core")).toEqual([]);
    expect(found(bare, "org.acme:a-tool")).toEqual([["CVE-2026-1", "unknown", "possibly"]]);
    expect(found(bare, "org.acme:a-tool", "com.acme:a-tool")).toEqual([]);
  });

  it("is tried by all names that the software has had, and the versions decide", () => {
    const hibernate = (version: string) =>
      match(
        jar("org.hibernate.orm:hibernate-core", version, { by: "table", confidence: 0.97, folders: ["org/hibernate"] }),
        "maven",
        [
          advisory({
            id: "CVE-2020-1",
            package: "org.hibernate:hibernate-core",
            ranges: [{ introduced: "0", fixed: "5.4.24" }],
          }),
          advisory({
            id: "CVE-2026-1",
            package: "org.hibernate.orm:hibernate-core",
            ranges: [{ introduced: "6", fixed: "6.6.50" }],
          }),
        ],
      ).vulnerabilities.map(({ id }) => id);
    expect(hibernate("6.6.1")).toEqual(["CVE-2026-1"]);
    expect(hibernate("5.4.0")).toEqual(["CVE-2020-1"]);
    expect(hibernate("5.6.0")).toEqual([]);
    const rx = jar("io.reactivex.rxjava3:rxjava", "3.1.9", {
      by: "table",
      confidence: 0.97,
      folders: ["io/reactivex/rxjava3"],
    });
    expect(found(rx, "io.reactivex.rxjava2:rxjava", "io.reactivex:rxjava")).toEqual([]);
  });

  it("that is sure is no one's of the same maker alone", () => {
    const spring = jar("org.springframework:spring-core", "6", {
      by: "table",
      confidence: 0.97,
      folders: ["org/springframework"],
    });
    expect(found(spring, "org.springframework.decoy:spring-core")).toEqual([]);
    const known = jar("org.acme.x:tool", "1.0", { by: "coordinates", confidence: 1 });
    expect(found(known, "org.acme.x:tool", "org.acme:tool").map(([id, , kind]) => [id, kind])).toEqual([
      ["CVE-2026-1", undefined],
    ]);
  });
});

it("reports packages without a lookup: moved copies without a version, and archives with only a file name", () => {
  const moved = { relocated: ["com/google/common"] };
  const packages = [
    jar("org.a:a", "1", moved),
    ...["b", "c", "d"].map((name) => ({ ...jar(`org.a:${name}`, "1", moved), path: `/app/${name}.jar` })),
    jar("tool:tool", "2", { by: "file-name", confidence: 0.1 }),
  ];
  expect(match(packages, "maven", []).notes).toEqual([
    "copies of com/google/common that were moved into other Java archives (/app/b.jar, /app/c.jar, /app/d.jar and 1 more): their version is unknown",
    "vulnerabilities of 1 Java archive of which only the file's name tells what they are (tool:tool 2)",
  ]);
});
