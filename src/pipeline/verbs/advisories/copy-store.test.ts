import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../../../test/cli/run-cli.ts";
import { allFeeds } from "../../../../test/feeds/all-feeds.ts";
import { flaws, osvExport } from "../../../../test/feeds/osv-export.ts";
import { serveFiles } from "../../../../test/feeds/static-server.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { copyStore, type CopyRequest } from "./copy-store.ts";
import { takeFeeds } from "./take-feeds.ts";
import type { UpdateContext } from "./update.ts";

const contextOf = (folder: string): UpdateContext => ({
  cwd: folder,
  folder,
  env: {},
  version: "1",
  now: () => "2026-11-25T10:00:00Z",
  progress: () => {},
});

const copy = (folder: string, from: string, request: Partial<CopyRequest> = {}) =>
  copyStore(
    { from, patterns: undefined, allowOlder: false, totalMs: 10_000, dryRun: false, ...request },
    contextOf(folder),
  );

/** A store built from downloaded feeds, including `count` vulnerabilities of Python. */
async function origin(count = 200, date = "2026-11-24") {
  const feeds = await folderOf({});
  await writeFile(join(feeds.path, "all.zip"), osvExport([...flaws("PyPI", count), ...flaws("CRAN", 2)]));
  const kev = "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json";
  await writeFile(join(feeds.path, "kev.json"), allFeeds()[kev] ?? "");
  const files = ["all.zip", "kev.json"].map((file) => ({ file, date }));
  await writeFile(join(feeds.path, "manifest.json"), JSON.stringify({ files }));
  const store = await folderOf({});
  await takeFeeds({ from: feeds.path, patterns: undefined, dryRun: false }, contextOf(store.path));
  await feeds[Symbol.asyncDispose]();
  return store;
}

const names = (folder: string): string[] => openStore(folder).shards.map(({ name }) => name);

/** The store on a web server. */
async function served(folder: string) {
  const files = await readdir(folder);
  const contents = await Promise.all(
    files.filter((name) => name !== "lock").map(async (name) => [`/store/${name}`, await readFile(join(folder, name))]),
  );
  return serveFiles(Object.fromEntries(contents) as Record<string, Buffer>);
}

describe("another store", () => {
  it.each(["folder", "address"])("copies requested shards that differ from a %s", async (kind) => {
    await using from = await origin();
    await using server = await served(from.path);
    await using folder = await folderOf({});
    const place = kind === "folder" ? from.path : `${server.base}/store`;
    const first = await copy(folder.path, place, { patterns: ["pypi"] });
    expect(names(folder.path)).toEqual(["pypi"]);
    expect(openStore(folder.path).open("pypi")?.find("package-3")).toHaveLength(1);
    expect(openStore(folder.path).flaws().kev("CVE-2026-0001")).toBeDefined();
    expect(first.report.feeds).toMatchObject([{ feed: "store", outcome: "updated", shards: ["facts", "pypi"] }]);
    expect(first.report.shards[1]).toMatchObject({ name: "pypi", date: "2026-11-24", ageDays: 1 });
    const again = await copy(folder.path, place);
    expect(again.report).toMatchObject({ serial: 1, feeds: [{ outcome: "unchanged", shards: [], bytes: 0 }] });
    expect((await copy(folder.path, place, { patterns: ["cran", "npm"] })).report).toMatchObject({
      feeds: [{ shards: ["cran"] }],
      notes: [`${place} has no npm`],
    });
    expect(server.asked.filter(({ url }) => url.includes("pypi"))).toHaveLength(kind === "folder" ? 0 : 1);
    expect((await readdir(folder.path)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is copied as a whole into an empty one, and --dry-run only reports", async () => {
    await using from = await origin();
    await using folder = await folderOf({});
    expect((await copy(folder.path, from.path, { dryRun: true })).report).toMatchObject({
      serial: 0,
      feeds: [{ outcome: "planned", shards: ["facts", "cran", "pypi"] }],
    });
    expect(await readdir(folder.path)).toEqual([]);
    await copy(folder.path, from.path);
    expect(names(folder.path)).toEqual(["cran", "pypi"]);
  });

  it("is refused after its serial fell, and older shards stay", async () => {
    await using from = await origin();
    await using older = await origin(210, "2026-11-01");
    await using folder = await folderOf({});
    await copy(folder.path, from.path);
    // The same origin, with a serial that grew and then fell.
    const manifest = join(from.path, "manifest.json");
    const text = await readFile(manifest, "utf8");
    await writeFile(manifest, text.replace(/"serial": \d+/, '"serial": 7'));
    await copy(folder.path, from.path);
    await writeFile(manifest, text);
    await expect(copy(folder.path, from.path)).rejects.toMatchObject({
      code: "bad-advisories",
      message: expect.stringMatching(/has serial 1, and 7 was taken/) as string,
      hint: expect.stringContaining("--allow-older") as string,
    });
    await copy(folder.path, from.path, { allowOlder: true });
    const kept = await copy(folder.path, older.path);
    expect(kept.report.notes.join("\n")).toMatch(/pypi was left as it is: .* 2026-11-01 .* older .*2026-11-24/);
    expect(openStore(folder.path).open("pypi")?.advisories).toBe(200);
    await copy(folder.path, older.path, { allowOlder: true });
    expect(openStore(folder.path).open("pypi")?.advisories).toBe(210);
  });

  it.each<[string, (folder: string, file: string) => Promise<unknown>, RegExp]>([
    ["a flipped bit", (folder, file) => flip(join(folder, file)), /another digest than its manifest says/],
    ["another length", (folder, file) => appendFile(join(folder, file), "x"), /bytes, its manifest says|more than the/],
    ["a lost file", (folder, file) => rm(join(folder, file)), /is not there|has no \/store/],
    ["an invalid manifest", (folder) => writeFile(join(folder, "manifest.json"), '{"schemaVersion": 1}'), /manifest/],
    [
      "a manifest of a later version",
      (folder) => writeFile(join(folder, "manifest.json"), '{"schemaVersion": 9}'),
      /version 9/,
    ],
    [
      "one shard under another's name",
      async (folder) => {
        const path = join(folder, "manifest.json");
        const text = await readFile(path, "utf8");
        await writeFile(
          path,
          text.replace('"name": "pypi"', '"name": "npm"').replace('"name": "cran"', '"name": "pypi"'),
        );
      },
      /holds \w+, its manifest says \w+/,
    ],
  ])("is refused with %s, and the local store stays", async (_, spoil, message) => {
    await using from = await origin();
    await using folder = await folderOf({});
    await copy(folder.path, from.path, { patterns: ["cran"] });
    const file = (await readdir(from.path)).find((name) => name.startsWith("pypi-")) ?? "";
    await spoil(from.path, file);
    await using server = await served(from.path);
    for (const place of [from.path, `${server.base}/store/`]) {
      await expect(copy(folder.path, place, { patterns: ["*"] })).rejects.toMatchObject({
        name: "Failure",
        message: expect.stringMatching(message) as string,
        hint: expect.stringMatching(/./) as string,
      });
      expect(names(folder.path)).toEqual(["cran"]);
      expect((await readdir(folder.path)).filter((name) => name.startsWith("."))).toEqual([]);
    }
  });

  it("reports a missing store", async () => {
    await using folder = await folderOf({});
    await expect(copy(folder.path, "/nonexistent")).rejects.toMatchObject({ code: "no-advisories" });
    await using server = await serveFiles({});
    await expect(copy(folder.path, server.base)).rejects.toMatchObject({ code: "advisories-unreachable" });
  });
});

describe("downloaded feeds", () => {
  it("are compiled, and existing facts stay where they have none", async () => {
    await using folder = await origin();
    await using feeds = await folderOf({ "epss.csv": "cve,epss,percentile\nCVE-2026-0009,0.5,0.9\n" });
    const { report } = await takeFeeds(
      { from: feeds.path, patterns: undefined, dryRun: false },
      contextOf(folder.path),
    );
    expect(report.feeds).toMatchObject([{ outcome: "updated", shards: ["facts"] }]);
    const store = openStore(folder.path);
    expect(store.flaws().epss("CVE-2026-0009")).toBeDefined();
    expect(store.flaws().kev("CVE-2026-0001")).toBeDefined();
  });

  it("are refused without content", async () => {
    await using folder = await folderOf({});
    await using feeds = await folderOf({ "notes.txt": "hello" });
    const request = { from: feeds.path, patterns: ["pypi"], dryRun: false };
    await expect(takeFeeds(request, contextOf(folder.path))).rejects.toMatchObject({
      code: "no-advisories",
      message: expect.stringContaining("advisories for pypi") as string,
    });
  });
});

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}
