import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Advisory, AffectedRange } from "../src/domain/advisory/advisory.ts";
import { compileFeeds, type Compiled } from "../src/pipeline/verbs/advisories/compile.ts";
import { folderFiles } from "../src/pipeline/verbs/advisories/folder-files.ts";
import { openShard } from "../src/sources/advisories/store/shard-file.ts";
import { orderOf } from "../src/versions/order-of.ts";
import { sharedData } from "./shared-data.ts";

const folder = sharedData("advisories");
const { compare } = orderOf("pep440");

interface OsvRecord {
  readonly id: string;
  readonly withdrawn?: string;
  readonly affected?: readonly {
    readonly package?: { readonly name: string };
    readonly ranges?: readonly { readonly type: string; readonly events: readonly Record<string, string>[] }[];
    readonly versions?: readonly string[];
  }[];
}

describe.skipIf(folder === undefined)(
  `the shared advisories${folder === undefined ? " (left out: ../shared/data is not here)" : ""}`,
  () => {
    let compiled: Compiled;
    beforeAll(async () => {
      compiled = await compileFeeds(await folderFiles(folder!, ["."]), { progress: () => {} });
    }, 120_000);
    const shard = (name: string) => {
      const index = compiled.collected.shards.findIndex((one) => one.name === name);
      return openShard(compiled.shards[index]!, name);
    };

    it("are all read: each file's form is known, and next to nothing is malformed", () => {
      expect(compiled.files.filter(({ formats }) => formats.length === 0)).toEqual([]);
      expect(compiled.files.filter(({ unknown }) => unknown !== undefined)).toEqual([]);
      const files = Object.fromEntries(
        compiled.files.map(({ file, documents }) => [file.replace(/\..*$/, ""), documents]),
      );
      expect(files).toMatchObject({
        pypi: 7_080,
        go: 4_291,
        almalinux: 5_680,
        rustsec: 1_225,
        rubysec: 1_124,
        friendsofphp: 1_592,
        "nodejs-core": 171,
        retirejs: 485,
        bitnami: 7_444,
        kev: 1_404,
      });
      expect(compiled.collected.facts.kev).toHaveLength(1_404);
      expect(compiled.collected.malformed.length).toBeLessThan(12);
      expect(compiled.collected.leftOut.get("withdrawn")).toBe(299);
    });

    it("are small: PyPI under 400 kB, Go under 260 kB, AlmaLinux 9 under 80 kB", () => {
      const sizes = Object.fromEntries(
        compiled.collected.shards.map(({ name }, i) => [name, compiled.shards[i]!.length]),
      );
      expect(sizes["pypi"]).toBeLessThan(400_000);
      expect(sizes["golang"]).toBeLessThan(260_000);
      expect(sizes["almalinux-9"]).toBeLessThan(80_000);
    });

    it("name their licenses, and those that ask for it their makers", () => {
      for (const { sources, name } of compiled.collected.shards) {
        expect(sources.length, name).toBeGreaterThan(0);
        for (const { licence, attribution, date } of sources) {
          expect(licence).not.toBe("");
          expect(date).toMatch(/^20\d\d-/);
          if (licence.startsWith("CC-BY")) expect(attribution).toBeDefined();
        }
      }
    });

    it("come back from their shards as they were put in", () => {
      for (const { name, advisories } of compiled.collected.shards) {
        const opened = shard(name);
        for (const [packageName, list] of Map.groupBy(advisories, (one) => one.package)) {
          expect(opened.find(packageName).map(key).sort(), `${name} ${packageName}`).toEqual(list.map(key).sort());
        }
      }
    }, 60_000);

    it("of PyPI affect the very versions that the records list, and no others of the package", () => {
      const lines = gunzipSync(readFileSync(join(folder!, "pypi.jsonl.gz")))
        .toString("utf8")
        .trim()
        .split("\n");
      const records = lines
        .map((line) => JSON.parse(line) as OsvRecord)
        .filter(({ withdrawn }) => withdrawn === undefined);
      const opened = shard("pypi");
      let pairs = 0;
      let unlisted = 0;
      for (const { id, affected = [] } of records) {
        for (const { package: named, ranges = [], versions = [] } of affected) {
          if (named === undefined) continue;
          const name = named.name.toLowerCase().replace(/[-_.]+/g, "-");
          const statements = opened.find(name).filter((one) => one.id === id);
          const known = ranges.some(({ type }) => type !== "GIT") || versions.length > 0;
          expect(statements.length > 0, `${id} on ${name}`).toBe(known);
          for (const version of versions) {
            pairs++;
            if (!statements.some((one) => affects(one, version))) expect.unreachable(`${id} on ${name} ${version}`);
          }
          // Versions around the bounds: what the events say, with nothing of our own in between.
          for (const version of around(
            ranges.flatMap(({ events }) => events.flatMap((event) => Object.values(event))),
          )) {
            const told = affected.some(
              (one) =>
                one.package?.name === named.name &&
                (one.versions?.some((listed) => same(listed, version)) === true ||
                  one.ranges?.some((range) => range.type !== "GIT" && inEvents(range.events, version)) === true),
            );
            if (statements.some((one) => affects(one, version)) !== told)
              expect.unreachable(`${id} on ${name} ${version}: ${told}`);
            unlisted++;
          }
        }
      }
      expect(pairs).toBeGreaterThan(500_000);
      expect(unlisted).toBeGreaterThan(20_000);
    }, 120_000);
  },
);

function key(one: Advisory): string {
  return JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function same(a: string, b: string): boolean {
  return a === b || compare(a, b) === 0;
}

function affects({ ranges, versions }: Advisory, version: string): boolean {
  return versions.some((listed) => same(listed, version)) || ranges.some((range) => inRange(range, version));
}

function inRange({ introduced, fixed, lastAffected }: AffectedRange, version: string): boolean {
  const order = (bound: string): number => compare(version, bound) ?? Number.NaN;
  return (
    (introduced === "0" || order(introduced) >= 0) &&
    (fixed === undefined || order(fixed) < 0) &&
    (lastAffected === undefined || order(lastAffected) <= 0)
  );
}

/** https://ossf.github.io/osv-schema/#evaluation, as it is written there: events in order, each switches. */
function inEvents(events: readonly Record<string, string>[], version: string): boolean {
  const flat = events.flatMap((event) => Object.entries(event));
  const sorted = flat.sort(([, a], [, b]) => (a === "0" ? -1 : b === "0" ? 1 : (compare(a, b) ?? 0)));
  let vulnerable = false;
  for (const [kind, bound] of sorted) {
    const order = bound === "0" ? 1 : (compare(version, bound) ?? Number.NaN);
    if (kind === "introduced" && order >= 0) vulnerable = true;
    else if (kind === "fixed" && order >= 0) vulnerable = false;
    else if (kind === "last_affected" && order > 0) vulnerable = false;
  }
  return vulnerable;
}

function around(bounds: readonly string[]): string[] {
  return [...new Set(bounds)]
    .filter((bound) => bound !== "0")
    .flatMap((bound) => [bound, `${bound}.post1`, `${bound}.dev0`])
    .filter((version) => orderOf("pep440").accepts(version));
}
