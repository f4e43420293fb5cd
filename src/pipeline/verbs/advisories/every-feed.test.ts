import { expect, it } from "vitest";
import { folderOf } from "../../../../test/cli/run-cli.ts";
import { allFeeds } from "../../../../test/feeds/all-feeds.ts";
import { serveFiles } from "../../../../test/feeds/static-server.ts";
import { feeds } from "../../../sources/advisories/feeds.ts";
import { openStore } from "../../../sources/advisories/store/open-store.ts";
import { allShards } from "./named-shards.ts";
import { updateAdvisories } from "./update.ts";

it("fetches every feed from a mirror in its publisher's format, and compiles its shards", async () => {
  await using server = await serveFiles(allFeeds());
  await using folder = await folderOf({});
  const run = (now: string) =>
    updateAdvisories(
      {
        patterns: allShards(feeds).filter((name) => !name.startsWith("alpine-") || name === "alpine-3.22"),
        feeds,
        settings: { mirror: server.base },
        allowOlder: false,
        totalMs: 10_000,
        dryRun: false,
      },
      { cwd: folder.path, folder: folder.path, env: {}, version: "1", now: () => now, progress: () => {} },
    );
  const { report, failed } = await run("2026-11-25T10:00:00Z");
  expect(report.feeds.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  expect(failed).toBe(0);
  expect(report.notes).toEqual([]);
  expect(report.feeds).toHaveLength(feeds.length);
  const store = openStore(folder.path);
  expect(store.shards.map(({ name }) => name)).toEqual(
    (
      "almalinux-8 almalinux-9 alpine-3.22 bitnami browser cargo composer cran debian-12 debian-13 gem golang hex maven npm nuget pub pypi " +
      "rocky-9 runtimes ubuntu-18.04 ubuntu-24.04"
    ).split(" "),
  );
  // Both files of an Alpine release.
  expect(store.open("alpine-3.22")?.find("nginx")).toMatchObject([{ id: "CVE-2026-0002" }]);
  expect(store.open("alpine-3.22")?.find("openssl")).toMatchObject([{ id: "CVE-2026-0001" }]);
  expect(store.open("debian-12")?.find("openssl")).toMatchObject([{ state: "no-dsa", reason: "Minor issue" }]);
  expect(store.open("runtimes")?.find("node")).toHaveLength(1);
  // Three feeds, one file.
  expect(store.flaws().kev("CVE-2026-0001")).toMatchObject({ added: "2026-11-20", ransomware: true });
  expect(store.flaws().epss("CVE-2026-0001")?.score).toBeCloseTo(0.25, 3);
  expect(store.lifeCycles()).toMatchObject([{ product: "debian", cycle: "13" }]);

  // Renews one of the three: the others stay, without another download.
  const kev = "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json";
  server.files.set(kev, Buffer.from(String(server.files.get(kev)).replace('"2026-11-20"', '"2026-11-21"')));
  const renewed = await run("2026-11-26T10:00:00Z");
  expect(renewed.report.feeds.filter(({ outcome }) => outcome !== "unchanged").map(({ feed }) => feed)).toEqual([
    "kev",
  ]);
  const after = openStore(folder.path);
  expect(after.flaws().kev("CVE-2026-0001")?.added).toBe("2026-11-21");
  expect(after.flaws().epss("CVE-2026-0001")?.score).toBeCloseTo(0.25, 3);
  expect(after.lifeCycles()).toHaveLength(1);
  const again = await run("2026-11-26T11:00:00Z");
  expect(new Set(again.report.feeds.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged"]));
});
