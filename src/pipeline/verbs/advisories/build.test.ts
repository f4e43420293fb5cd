import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeZip } from "../../../../test/formats/write-zip.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { buildAdvisories } from "./build.ts";
import { buildText } from "./build-report.ts";

const record = (id: string, name: string, fixed = "2.0.0") =>
  JSON.stringify({
    id,
    modified: "2026-01-01T00:00:00Z",
    published: "2025-12-01T00:00:00Z",
    affected: [
      {
        package: { ecosystem: "npm", name },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
        versions: ["1.0.0", "3.0.0"],
      },
    ],
  });

let cwd: string;
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), "hullproof-build-"))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const put = (path: string, content: string | Uint8Array): void => {
  mkdirSync(join(cwd, path, ".."), { recursive: true });
  writeFileSync(join(cwd, path), content);
};
const build = (...inputs: string[]) =>
  buildAdvisories({ cwd, inputs, output: join(cwd, "store"), now: "2026-11-25T01:00:00.000Z", progress: () => {} });

describe("advisories build", () => {
  it("reads JSON, JSON lines with their paths, gzip, ZIP exports and YAML, in folders and by name", async () => {
    put("feeds/one.json", record("GHSA-1", "one"));
    put("feeds/lines.jsonl.gz", gzipSync(`${record("GHSA-2", "two")}\n\n{"id": "half\n${record("GHSA-3", "three")}\n`));
    put("feeds/lines.paths.txt.gz", gzipSync("a/2.json\n\na/half.json\na/3.json\n"));
    put(
      "feeds/deep/all.zip",
      writeZip([
        { name: "GHSA-4.json", content: record("GHSA-4", "four") },
        { name: "odd.json", content: "[1]" },
      ]),
    );
    put(
      "feeds/php/CVE-2024-1.yaml",
      'title: T\nlink: ~\ncve: CVE-2024-1\nbranches:\n  "1.x":\n    time: 2024-01-02 03:04:05\n    versions: [">=1.0", "<1.10"]\nreference: composer://a/b\n',
    );
    put("feeds/README.md", "words");
    put("feeds/photo.bin", Buffer.from([1, 2, 3]));
    const report = await build("feeds");
    const store = openStore(join(cwd, "store"));
    expect(report.shards.map(({ name, advisories }) => [name, advisories])).toEqual([
      ["composer", 1],
      ["npm", 4],
    ]);
    expect(store.open("npm")!.find("two")).toEqual([
      {
        id: "GHSA-2",
        aliases: [],
        covers: [],
        package: "two",
        state: "affected",
        ranges: [{ introduced: "0", fixed: "2.0.0" }],
        versions: ["3.0.0"],
        vectors: [],
        published: "2025-12-01",
        source: "ghsa",
      },
    ]);
    expect(store.open("composer")!.find("a/b")[0]?.ranges).toEqual([{ introduced: "1.0-dev", fixed: "1.10-dev" }]);
    expect(report.malformed).toEqual([{ what: "a/half.json", why: expect.stringMatching(/^it is not JSON/) }]);
    expect(report.files.filter(({ unknown }) => unknown).map(({ file, unknown }) => [file, unknown!.first])).toEqual([
      ["feeds/deep/all.zip", "feeds/deep/all.zip#odd.json"],
      ["feeds/photo.bin", "feeds/photo.bin"],
    ]);
    expect(buildText(report)).toMatch(
      /npm +4 advisories on 4 packages.*\n[^]*Not read, of no known form: feeds\/photo\.bin\.[^]*Not understood \(1\):\n {2}a\/half\.json/,
    );
  });

  it("dates the data by the folder's manifest", async () => {
    put("feeds/npm.json", record("GHSA-1", "one"));
    put("feeds/manifest.json", JSON.stringify({ files: [{ file: "npm.json", date: "2026-07-23T14:42:31Z" }] }));
    const report = await build("feeds");
    expect(report.shards[0]?.sources).toEqual([
      { name: "ghsa", licence: "CC-BY-4.0", attribution: "GitHub Advisory Database", date: "2026-07-23", records: 1 },
    ]);
    expect(report.files.map(({ file }) => file)).toEqual(["feeds/npm.json"]);
  });

  it("writes equal bytes for equal records in any order", async () => {
    const lines = [1, 2, 3, 4].map((number) => record(`GHSA-${number}`, number % 2 === 0 ? "even" : "odd"));
    put("a/x.jsonl", lines.join("\n"));
    put("b/x.jsonl", lines.toReversed().join("\n"));
    const [first, second] = [await build("a"), await build("b")];
    expect(second.shards[0]?.sha256).toBe(first.shards[0]?.sha256);
  });

  it("keeps shards that no file mentions", async () => {
    put("a.json", record("GHSA-1", "one"));
    put("kev.json", JSON.stringify({ cveID: "CVE-2024-1", dateAdded: "2024-01-02" }));
    await build("a.json");
    const report = await build("kev.json");
    expect(report).toMatchObject({ shards: [], facts: { kev: 1 }, store: { shards: 1, serial: 2 } });
    expect(openStore(join(cwd, "store")).open("npm")?.packages).toBe(1);
  });

  it("fails without advisories, and keeps the store", async () => {
    put("a.json", record("GHSA-1", "one"));
    put("empty/words.txt", "nothing");
    await build("a.json");
    await expect(build("no-such-folder")).rejects.toThrow(/no-such-folder cannot be read/);
    await expect(build("empty")).rejects.toThrow(/no advisory was found in empty \(1 files\)/);
    expect(openStore(join(cwd, "store")).serial).toBe(1);
  });

  it("names a damaged ZIP file or gzip stream", async () => {
    put("feeds/a.json", record("GHSA-1", "one"));
    const zip = writeZip([{ name: "GHSA-4.json", content: record("GHSA-4", "four") }]);
    put("feeds/b.zip", zip.subarray(0, zip.length - 30));
    put("feeds/c.json.gz", gzipSync(record("GHSA-5", "five")).subarray(0, 60));
    const report = await build("feeds");
    expect(report.malformed.map(({ what }) => what)).toEqual(["feeds/b.zip", "feeds/c.json.gz"]);
    expect(report.shards[0]?.advisories).toBe(1);
  });
});
