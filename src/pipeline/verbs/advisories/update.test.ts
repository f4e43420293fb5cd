import { mkdir, readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../../../test/cli/run-cli.ts";
import { flaws, osvExport } from "../../../../test/feeds/osv-export.ts";
import { serveFiles, type StaticServer } from "../../../../test/feeds/static-server.ts";
import type { ProgressEvent } from "../../../domain/progress.ts";
import { feedStateFile } from "../../../sources/advisories/feed-state.ts";
import { feeds } from "../../../sources/advisories/feeds.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { updateAdvisories, type UpdateRequest } from "./update.ts";

const osv = feeds.filter(({ name }) => name === "osv-pypi" || name === "osv-almalinux" || name === "osv-cran");
const at = (name: string): string => `/osv-vulnerabilities.storage.googleapis.com/${name}/all.zip`;
const alma = [...flaws("AlmaLinux:8", 3), ...flaws("AlmaLinux:9", 2), ...flaws("AlmaLinux:10", 1)];

function upstream(): Promise<StaticServer> {
  return serveFiles({
    [at("PyPI")]: osvExport(flaws("PyPI", 200)),
    [at("AlmaLinux")]: osvExport(alma),
    [at("CRAN")]: osvExport(flaws("CRAN", 1)),
  });
}

interface NotRead {
  readonly folder: string;
  readonly server: StaticServer;
  readonly now?: string;
}

async function update({ folder, server, now = "2026-11-25T10:00:00Z" }: NotRead, request: Partial<UpdateRequest> = {}) {
  const events: ProgressEvent[] = [];
  const { signal, ...rest } = { signal: undefined, ...request };
  const result = await updateAdvisories(
    {
      patterns: undefined,
      feeds: osv,
      settings: { mirror: server.base },
      allowOlder: false,
      totalMs: 10_000,
      dryRun: false,
      ...rest,
    },
    {
      cwd: folder,
      folder,
      env: {},
      version: "1",
      now: () => now,
      progress: (event) => void events.push(event),
      ...(signal !== undefined && { signal }),
    },
  );
  return { ...result, events };
}

const outcomes = ({ report }: Awaited<ReturnType<typeof update>>) =>
  Object.fromEntries(report.feeds.map(({ feed, outcome }) => [feed, outcome]));
const names = (folder: string): string[] => openStore(folder).shards.map(({ name }) => name);

describe("update", () => {
  it("adds the requested shards to the store, and reports them", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    const first = await update(told, { patterns: ["pypi", "almalinux-9", "gem"] });
    expect(outcomes(first)).toEqual({ "osv-almalinux": "updated", "osv-pypi": "updated" });
    expect(names(folder.path)).toEqual(["almalinux-9", "pypi"]);
    expect(openStore(folder.path).open("pypi")?.find("package-7")).toHaveLength(1);
    expect(first.report).toMatchObject({
      serial: 1,
      shards: [
        { name: "almalinux-9", advisories: 2, checked: "2026-11-25T10:00:00Z", ageDays: 0, old: false },
        { name: "pypi", advisories: 200, date: "2026-11-25" },
      ],
      notes: ["no feed has advisories for gem"],
    });
    expect(first.events.map(({ message }) => message)).toContain("2 of 2 feeds up to date");
    // No other file remains next to the store.
    expect((await readdir(folder.path)).filter((name) => !name.endsWith(".hull")).sort()).toEqual(
      expect.arrayContaining(["feeds.json", "manifest.json"]),
    );
    expect((await readdir(folder.path)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("renews existing shards without names, and downloads only newer data", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    await update(told, { patterns: ["pypi", "almalinux-9"] });
    const asked = server.asked.length;
    const again = await update({ ...told, now: "2026-12-10T10:00:00Z" });
    expect(outcomes(again)).toEqual({ "osv-almalinux": "unchanged", "osv-pypi": "unchanged" });
    expect(again.report).toMatchObject({ serial: 1, shards: [{ ageDays: 0 }, { ageDays: 0, date: "2026-11-25" }] });
    expect(server.asked.slice(asked).every(({ headers }) => headers["if-none-match"] !== undefined)).toBe(true);
    // One file holds all releases: existing ones are renewed with it.
    server.files.set(at("AlmaLinux"), osvExport([...alma, ...flaws("AlmaLinux:9", 4, "2")]));
    await update(told, { patterns: ["almalinux-8"] });
    expect(openStore(folder.path).shards.map(({ name, advisories }) => [name, advisories])).toEqual([
      ["almalinux-8", 3],
      ["almalinux-9", 4],
      ["pypi", 200],
    ]);
  });

  it("fetches everything again after a change of the store, or by another version", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    await update(told, { patterns: ["pypi"] });
    const state = join(folder.path, feedStateFile);
    const { writeFile } = await import("node:fs/promises");
    await writeFile(state, (await readFile(state, "utf8")).replace('"by": "1"', '"by": "0"'));
    expect(outcomes(await update(told))).toEqual({ "osv-pypi": "updated" });
    await writeFile(state, "{ damaged");
    expect(outcomes(await update(told))).toEqual({ "osv-pypi": "updated" });
    expect(outcomes(await update(told))).toEqual({ "osv-pypi": "unchanged" });
  });

  it("reports what it would do", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const { report } = await update({ folder: folder.path, server }, { patterns: ["pypi"], dryRun: true });
    const bytes = server.files.get(at("PyPI"))?.length;
    expect(report.feeds).toMatchObject([{ feed: "osv-pypi", outcome: "planned", shards: ["pypi"], bytes }]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("has nothing to renew in an empty store, and explains how to begin", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    await expect(update({ folder: join(folder.path, "none"), server })).rejects.toMatchObject({
      code: "bad-usage",
      hint: expect.stringContaining("--all") as string,
    });
  });
});

describe("a failed feed keeps its old data and does not stop the others", () => {
  const broken = {
    gone: (server: StaticServer) => void server.files.delete(at("PyPI")),
    "a text": (server: StaticServer) => void server.files.set(at("PyPI"), Buffer.from("sorry, we moved")),
    "an empty object": (server: StaticServer) => void server.files.set(at("PyPI"), Buffer.from("{}")),
    truncated: (server: StaticServer) => {
      const whole = server.files.get(at("PyPI")) ?? Buffer.alloc(0);
      server.files.set(at("PyPI"), whole.subarray(0, whole.length - 30));
    },
    corrupt: (server: StaticServer) => {
      const other = Buffer.from(server.files.get(at("PyPI")) ?? Buffer.alloc(0));
      other.fill(0x55, 100, 40_000);
      server.files.set(at("PyPI"), other);
    },
    "cut to a third": (server: StaticServer) => void server.files.set(at("PyPI"), osvExport(flaws("PyPI", 60))),
    "a page": (server: StaticServer) => {
      server.fault = ({ url = "" }, response) =>
        url.includes("PyPI") && !!response.writeHead(200, { "Content-Type": "text/html" }).end("<html>log in</html>");
    },
    "a redirect cycle": (server: StaticServer) => {
      server.fault = ({ url = "" }, response) =>
        url.includes("PyPI") && !!response.writeHead(302, { Location: url }).end();
    },
  } as const;

  it.each(Object.entries(broken))("%s", async (_, breakIt) => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    await update(told, { patterns: ["pypi", "almalinux-9"] });
    server.files.set(at("AlmaLinux"), osvExport([...alma, ...flaws("AlmaLinux:9", 5, "2")]));
    breakIt(server);
    const result = await update({ ...told, now: "2026-12-20T00:00:00Z" });
    expect(result.failed).toBe(1);
    expect(outcomes(result)).toEqual({ "osv-almalinux": "updated", "osv-pypi": "kept" });
    const pypi = result.report.feeds.find(({ feed }) => feed === "osv-pypi");
    expect(pypi?.problem).toMatchObject({ message: expect.stringMatching(/./), hint: expect.stringMatching(/./) });
    expect(result.report.shards.find(({ name }) => name === "pypi")).toMatchObject({ ageDays: 25, old: true });
    const store = openStore(folder.path);
    expect(store.open("pypi")?.find("package-199")).toHaveLength(1);
    expect(store.open("almalinux-9")?.advisories).toBe(5);
    expect((await readdir(folder.path)).filter((name) => name.startsWith("."))).toEqual([]);
    // Once it is intact again, no trace of the failure remains.
    server.fault = undefined;
    server.files.set(at("PyPI"), osvExport(flaws("PyPI", 201)));
    const fixed = await update(told);
    expect(outcomes(fixed)).toMatchObject({ "osv-pypi": "updated" });
    expect(fixed.report.feeds.every(({ problem }) => problem === undefined)).toBe(true);
  });

  it("and is reported as missing without earlier data", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    server.files.delete(at("PyPI"));
    const { report, failed } = await update({ folder: folder.path, server }, { patterns: ["pypi", "cran"] });
    expect(failed).toBe(1);
    expect(report.feeds).toMatchObject([
      { feed: "osv-cran", outcome: "updated" },
      { feed: "osv-pypi", outcome: "missing", shards: ["pypi"] },
    ]);
    expect(names(folder.path)).toEqual(["cran"]);
  });

  it("accepts apparently truncated data on request", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    await update(told, { patterns: ["pypi"] });
    server.files.set(at("PyPI"), osvExport(flaws("PyPI", 60)));
    expect(outcomes(await update(told, { allowOlder: true }))).toEqual({ "osv-pypi": "updated" });
  });
});

describe("other updates", () => {
  it("keeps the results of two concurrent ones", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const told = { folder: folder.path, server };
    const both = await Promise.all([update(told, { patterns: ["pypi"] }), update(told, { patterns: ["almalinux-9"] })]);
    expect(both.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(names(folder.path)).toEqual(["almalinux-9", "pypi"]);
  });

  it("removes the files of a killed one, and no files in use", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const left = `.update-${"0".repeat(8)}-1-aaaaaa`;
    for (const name of [left, ".update-ffffffff-1-bbbbbb"])
      await mkdir(join(folder.path, name, "feed-x"), { recursive: true });
    await utimes(join(folder.path, left), 1, 1);
    await update({ folder: folder.path, server }, { patterns: ["cran"] });
    expect((await readdir(folder.path)).filter((name) => name.startsWith("."))).toEqual([".update-ffffffff-1-bbbbbb"]);
  });

  it("leaves no files after an interruption", async () => {
    await using server = await upstream();
    await using folder = await folderOf({});
    const stop = new AbortController();
    server.fault = ({ method }, response) => {
      if (method === "HEAD") return false;
      response.writeHead(200, { "Content-Length": 1_000_000 }).write("PK");
      setTimeout(() => stop.abort(), 50);
      return true;
    };
    const request = { patterns: ["pypi"], signal: stop.signal } as Partial<UpdateRequest>;
    await expect(update({ folder: folder.path, server }, request)).rejects.toMatchObject({ code: "interrupted" });
    expect(await readdir(folder.path)).toEqual([]);
  });
});
