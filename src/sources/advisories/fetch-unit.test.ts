import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../../test/cli/run-cli.ts";
import type { StaticServer } from "../../../test/feeds/static-server.ts";
import { serveFiles } from "../../../test/feeds/static-server.ts";
import { feedPeer } from "../download/feed-peer.ts";
import { httpTransport } from "../http/transport.ts";
import type { FetchedUnit } from "./fetch-unit.ts";
import { fetchUnit } from "./fetch-unit.ts";
import type { FeedUnitState } from "./feed-state.ts";
import type { Feed } from "./feed.ts";

const feed: Feed = {
  name: "two",
  title: "the feed of two files",
  license: "CC0-1.0",
  about: "https://feeds.example/",
  makes: "two-*",
  units: (shards) => [
    {
      shards,
      files: [
        { url: "https://feeds.example/main.json", maxBytes: 1_000 },
        { url: "https://feeds.example/more.json", maxBytes: 1_000, optional: true },
      ],
    },
  ],
};
const [unit = { shards: [], files: [] }] = feed.units(["two-1"]);

async function fetched(server: StaticServer, known?: FeedUnitState, allowOlder = false) {
  await using folder = await folderOf({});
  const settings = { feeds: { two: server.base } };
  const transport = httpTransport({}, feedPeer);
  const options = { folder: folder.path, settings, transport, totalMs: 10_000, allowOlder, onBytes: () => {} };
  const result = await fetchUnit(feed, unit, known, options);
  const texts =
    result.kind === "files" ? await Promise.all(result.files.map(({ path }) => readFile(path, "utf8"))) : [];
  return { result, texts };
}

/** What an update would note. */
const noted = (result: FetchedUnit): FeedUnitState => ({
  files: result.kind === "files" ? Object.fromEntries(result.files.map(({ part, state }) => [part.url, state])) : {},
  made: {},
});

describe("fetchUnit", () => {
  it("fetches all files, then nothing while they stay the same, then all when one is new", async () => {
    await using server = await serveFiles({ "/main.json": "{}", "/more.json": "[]" });
    const { result, texts } = await fetched(server);
    expect([texts, result.bytes]).toEqual([["{}", "[]"], 4]);
    const known = noted(result);
    expect((await fetched(server, known)).result).toEqual({ kind: "unchanged", bytes: 0 });
    server.files.set("/more.json", Buffer.from("[1]"));
    expect((await fetched(server, known)).texts).toEqual(["{}", "[1]"]);
  });

  it("sees that nothing changed where the server has no validators", async () => {
    await using server = await serveFiles({ "/main.json": "{}" });
    const bare = { "/main.json": "{}", "/more.json": "[]" } as const;
    server.fault = (request, response) => !!response.end(bare[request.url as keyof typeof bare]);
    const known = noted((await fetched(server)).result);
    expect((await fetched(server, known)).result).toEqual({ kind: "unchanged", bytes: 4 });
  });

  it("goes without a file that need not be there, and sees it come and go", async () => {
    await using server = await serveFiles({ "/main.json": "{}" });
    const without = await fetched(server);
    expect(without.texts).toEqual(["{}"]);
    expect((await fetched(server, noted(without.result))).result.kind).toBe("unchanged");
    server.files.set("/more.json", Buffer.from("[]"));
    const both = await fetched(server, noted(without.result));
    expect(both.texts).toEqual(["{}", "[]"]);
    server.files.delete("/more.json");
    expect((await fetched(server, noted(both.result))).texts).toEqual(["{}"]);
    server.files.delete("/main.json");
    await expect(fetched(server, noted(both.result))).rejects.toMatchObject({ code: "advisories-unreachable" });
  });

  it("takes nothing older than what is here, unless told to", async () => {
    await using server = await serveFiles({});
    const dated = (day: string) => {
      server.fault = (_request, response) =>
        !!response.writeHead(200, { "Last-Modified": `${day} 00:00:00 GMT` }).end(`"${day}"`);
    };
    dated("Tue, 24 Nov 2026");
    const known = noted((await fetched(server)).result);
    dated("Mon, 23 Nov 2026");
    await expect(fetched(server, known)).rejects.toMatchObject({
      code: "bad-advisories",
      message: expect.stringMatching(/Mon, 23 Nov 2026.*older than what is here \(Tue, 24 Nov 2026/) as string,
      hint: expect.stringContaining("--allow-older") as string,
    });
    expect((await fetched(server, known, true)).texts).toEqual(['"Mon, 23 Nov 2026"', '"Mon, 23 Nov 2026"']);
  });
});
