// Matching against real advisory data: every pair of package and version that the records tell, judged again from the raw records with other
// libraries' orders. Left out where ../shared is missing.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { compare as comparePython } from "@renovatebot/pep440";
import { compare as compareNpm, satisfies, valid } from "semver";
import { beforeAll, describe, expect, it } from "vitest";
import type { AdvisoryShard } from "../src/domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../src/domain/image/image-info.ts";
import { matchPackages } from "../src/vulnerabilities/matching/match-packages.ts";
import { compileFeeds } from "../src/pipeline/verbs/advisories/compile.ts";
import { openShard } from "../src/sources/advisories/store/shard-file.ts";
import pep440 from "../src/versions/pep440.ts";
import rpm from "../src/versions/rpm.ts";
import { sharedData } from "./shared-data.ts";

interface Affected {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly versions?: readonly string[];
  readonly ranges?: readonly { readonly type: string; readonly events: readonly Record<string, string>[] }[];
}
interface OsvRecord {
  readonly id: string;
  readonly summary?: string;
  readonly withdrawn?: string;
  readonly related?: readonly string[];
  readonly affected?: readonly Affected[];
}

const files = ["pypi.jsonl.gz", "go.jsonl.gz", "almalinux.jsonl.gz", "nodejs-core.jsonl.gz", "debian-dsa-list.txt.gz"];
const read = (file: string) => gunzipSync(readFileSync(sharedData("advisories", file) ?? "")).toString();
const records = <T = OsvRecord>(file: string) =>
  read(file)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
const known = (file: string) => records(file).filter(({ withdrawn }) => withdrawn === undefined);

const shards = new Map<string, AdvisoryShard>();
const shard = (name: string) => shards.get(name);
const pack = (purl: string, name: string, version: string): PackageInfo => ({
  purl,
  name,
  version,
  layer: 0,
  path: version,
});
const match = (packages: readonly PackageInfo[], os: ImageInfo["os"] = {}) =>
  matchPackages(packages, os, shard).vulnerabilities;
const namesOf = ({ id, aliases }: { readonly id: string; readonly aliases: readonly string[] }) => [id, ...aliases];

/** The algorithm of the OSV schema, on a record as it is. */
function isInRange({ ranges = [] }: Affected, version: string, compare: (a: string, b: string) => number): boolean {
  return ranges.some(({ type, events }) => {
    if (type === "GIT") return false;
    const place = (bound: string) => (bound === "0" ? 1 : compare(version, bound));
    const sorted = events
      .flatMap((event) => Object.entries(event))
      .sort(([, a], [, b]) => (a === b ? 0 : a === "0" ? -1 : b === "0" ? 1 : compare(a, b)));
    let affected = false;
    for (const [kind, bound] of sorted) {
      if (kind === "introduced" && place(bound) >= 0) affected = true;
      if (kind === "fixed" && place(bound) >= 0) affected = false;
      if (kind === "last_affected" && place(bound) > 0) affected = false;
    }
    return affected;
  });
}

describe.skipIf(sharedData("advisories") === undefined)("real advisories (left out where ../shared is missing)", () => {
  beforeAll(async () => {
    const feeds = files.map((file) => ({
      name: file,
      date: "2026-08-01",
      read: () => Promise.resolve(readFileSync(sharedData("advisories", file) ?? "")),
    }));
    const compiled = await compileFeeds(feeds, { progress: () => {} });
    for (const bytes of compiled.shards) {
      const one = openShard(bytes, "a test");
      shards.set(one.name, one);
    }
  }, 120_000);

  it("PYSEC: each version that a record lists has its vulnerability, and every other vulnerability lies in a range", () => {
    const byPackage = new Map<string, { readonly record: OsvRecord; readonly affected: Affected }[]>();
    for (const record of known("pypi.jsonl.gz")) {
      for (const affected of record.affected ?? []) {
        const { name } = affected.package;
        byPackage.set(name, [...(byPackage.get(name) ?? []), { record, affected }]);
      }
    }
    let pairs = 0;
    const missing: string[] = [];
    const extra: string[] = [];
    // Every fifth package: all of them take a minute.
    for (const [name, told] of [...byPackage].filter((_, at) => at % 5 === 0)) {
      const lists = told.map(({ affected }) => new Set(affected.versions));
      const versions = [...new Set(lists.flatMap((list) => [...list]))];
      const found = Map.groupBy(
        match(versions.map((version) => pack(`pkg:pypi/${name}@${encodeURIComponent(version)}`, name, version))),
        ({ installed }) => installed,
      );
      for (const version of versions) {
        const flaws = (found.get(version) ?? []).filter(({ status }) => status !== "unknown").map(namesOf);
        const all = new Set(flaws.flat());
        const saying = told.filter(({ affected }, at) => {
          if (lists[at]?.has(version) === true) return true;
          // What bounds mean that are no versions ("2.9.0-NA") no other library says.
          const ranges = affected.ranges?.filter(({ events }) =>
            events.every((event) => Object.values(event).every((bound) => pep440.accepts(bound))),
          );
          return pep440.accepts(version) && isInRange({ ...affected, ranges: ranges ?? [] }, version, comparePython);
        });
        for (const { record } of saying) {
          pairs++;
          if (!all.has(record.id)) missing.push(`${name} ${version} ${record.id}`);
        }
        const ids = new Set(saying.map(({ record }) => record.id));
        for (const vulnerability of flaws)
          if (!vulnerability.some((id) => ids.has(id))) extra.push(`${name} ${version} ${vulnerability.join(" ")}`);
      }
    }
    expect({ missing: missing.slice(0, 20), extra: extra.slice(0, 20) }).toEqual({ missing: [], extra: [] });
    expect(pairs).toBeGreaterThan(50_000);
  }, 180_000);

  it("Go: at and around every bound of a module, its vulnerabilities are those of the raw records", () => {
    const byModule = Map.groupBy(
      known("go.jsonl.gz").flatMap((record) => (record.affected ?? []).map((affected) => ({ record, affected }))),
      ({ affected }) => affected.package.name,
    );
    const wrong: string[] = [];
    let judged = 0;
    for (const [name, told] of byModule) {
      const bounds = told.flatMap(({ affected }) =>
        (affected.ranges ?? []).flatMap(({ events }) => events.flatMap((event) => Object.values(event))),
      );
      const versions = [
        ...new Set(
          bounds
            .flatMap((bound) => (name === "stdlib" ? [bound] : [bound, `${bound}-0.before`]))
            .filter((version) => valid(version) !== null),
        ),
      ];
      const found = Map.groupBy(
        match(versions.map((version) => pack(`pkg:golang/${name}@v${version}`, name, `v${version}`))),
        ({ path }) => path,
      );
      for (const version of versions) {
        const expected = told
          .filter(({ affected }) => isInRange(affected, version, compareNpm))
          .map(({ record }) => record.id);
        const flaws = (found.get(`v${version}`) ?? []).map(namesOf);
        judged++;
        const missing = expected.filter((id) => !flaws.some((names) => names.includes(id)));
        const extra = flaws.filter((names) => !names.some((id) => expected.includes(id)));
        if (missing.length + extra.length > 0)
          wrong.push(`${name} ${version}: ${missing.join(" ")} / ${extra.join(" ")}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(judged).toBeGreaterThan(5_000);
  }, 60_000);

  it("AlmaLinux: below the first fix of a package all its vulnerabilities, at the last one none that is certain", () => {
    const wrong: string[] = [];
    let facts = 0;
    for (const major of ["8", "9", "10"]) {
      const byPackage = Map.groupBy(
        records("almalinux.jsonl.gz").flatMap((record) =>
          (record.affected ?? [])
            .filter((affected) => affected.package.ecosystem === `AlmaLinux:${major}`)
            .map((affected) => ({
              record,
              name: affected.package.name,
              fixed: affected.ranges?.[0]?.events.find((event) => event["fixed"] !== undefined)?.["fixed"] ?? "",
            })),
        ),
        ({ name }) => name,
      );
      for (const [name, all] of byPackage) {
        const plain = all
          .filter(({ fixed }) => !/\.module[_+]/.test(fixed))
          .sort((a, b) => rpm.compare(a.fixed, b.fixed) ?? 0);
        const [first, last] = [plain[0], plain.at(-1)];
        if (first === undefined || last === undefined) continue;
        const installed = (fixed: string) => {
          const [, epoch = "0", version = ""] = /^(?:([0-9]+):)?(.*)$/.exec(fixed) ?? [];
          const purl = `pkg:rpm/almalinux/${name}@${encodeURIComponent(version)}?epoch=${epoch}&distro=almalinux-${major}.4`;
          return match([pack(purl, name, version)]);
        };
        const flaws = new Set(installed(first.fixed.replace(/-[^-]*$/, "-0")).flatMap(namesOf));
        for (const { record } of plain) {
          const cves = (record.related ?? []).filter((id) => id.startsWith("CVE-"));
          for (const id of cves.length === 0 ? [record.id] : cves) {
            facts++;
            if (!flaws.has(id)) wrong.push(`${name}: ${id} is missing`);
          }
        }
        for (const { id } of installed(last.fixed)) wrong.push(`${name} ${last.fixed}: ${id} is too much`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(facts).toBeGreaterThan(100_000);
  }, 60_000);

  it("Node.js: each release of each line, by npm's own reading of the ranges", () => {
    const told = records<{ cve?: readonly string[]; vulnerable: string; patched?: string }>(
      "nodejs-core.jsonl.gz",
    ).filter(({ cve = [] }) => cve.length > 0);
    const versions = [0, 4, 6, 8, 10, 11, 12, 14, 16, 18, 20, 22, 24, 25].flatMap((major) =>
      [0, 1, 4, 9, 12, 16, 19, 21, 22].flatMap((minor) => [0, 1, 3, 6].map((patch) => `${major}.${minor}.${patch}`)),
    );
    const found = Map.groupBy(
      match(versions.map((version) => pack(`pkg:generic/node@${version}`, "node", version))),
      ({ installed }) => installed,
    );
    const wrong: string[] = [];
    for (const version of versions) {
      const expected = new Set(
        told
          .filter(
            ({ vulnerable, patched = "" }) =>
              satisfies(version, vulnerable) && (patched === "" || !satisfies(version, patched)),
          )
          .flatMap(({ cve = [] }) => cve),
      );
      const flaws = new Set((found.get(version) ?? []).map(({ id }) => id).filter((id) => id.startsWith("CVE-")));
      for (const id of expected.symmetricDifference(flaws)) wrong.push(`${version} ${id}`);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it("DSA list: a source before its fixed version has the advisory's vulnerabilities, at the highest one none of them", () => {
    const lines = read("debian-dsa-list.txt.gz").split("\n");
    let cves: string[] = [];
    const facts: { readonly source: string; readonly fixed: string; readonly cve: string }[] = [];
    for (const line of lines) {
      if (line.startsWith("[")) cves = [];
      const ids = /^\t\{(.*)\}/.exec(line)?.[1];
      if (ids !== undefined) cves = ids.split(/\s+/).filter((id) => id.startsWith("CVE-"));
      const [, source = "", fixed = ""] = /^\t\[bullseye\] - (\S+) ([0-9]\S*)/.exec(line) ?? [];
      if (source !== "") for (const cve of cves) facts.push({ source, fixed, cve });
    }
    expect(facts.length).toBeGreaterThan(1_000);
    const has = (source: string, version: string) =>
      new Set(
        match([
          pack(`pkg:deb/debian/${source}@${encodeURIComponent(version)}?distro=debian-11`, source, version),
        ]).flatMap(namesOf),
      );
    for (const [source, own] of Map.groupBy(facts, (fact) => fact.source)) {
      const before = has(source, "0~");
      expect(
        own.filter(({ cve }) => !before.has(cve)),
        source,
      ).toEqual([]);
      expect([...has(source, "999:9")], source).toEqual([]);
    }
  });
});
