import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Advisory } from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";
import { encodeFacts } from "./fact-file.ts";
import { openStore } from "./open-store.ts";
import { encodeShard } from "./shard-file.ts";
import { writeStore } from "./write-store.ts";

const now = "2026-11-25T01:00:00.000Z";
const osv = { name: "osv", license: "CC-BY-4.0", date: "2026-11-24", records: 1 };
const statement = (id: string): Advisory => ({
  id,
  aliases: [],
  covers: [],
  package: "lodash",
  state: "affected",
  ranges: [{ introduced: "0", fixed: "4.17.21" }],
  versions: [],
  vectors: [],
  source: "osv",
});
const shard = (name: string, id = "CVE-2024-1"): Promise<Buffer> =>
  encodeShard({ name, scheme: "semver", sources: [osv], advisories: [statement(id)] });
const ids = (folder: string, name: string): string[] | undefined =>
  openStore(folder)
    .open(name)
    ?.find("lodash")
    .map(({ id }) => id);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "hullproof-store-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function code(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
  return "none";
}

describe("a store", () => {
  it("that is not there is told, and what it has not is undefined", async () => {
    expect(code(() => openStore(join(folder, "none")))).toBe("no-advisories");
    await writeStore(folder, { shards: [await shard("npm")], now });
    expect(openStore(folder).open("pypi")).toBeUndefined();
    expect(openStore(folder).vulnerabilityFacts().kev("CVE-2024-1")).toBeUndefined();
  });

  it("keeps the shards that a change says nothing of, and counts changes", async () => {
    await writeStore(folder, { shards: [await shard("npm"), await shard("browser")], now });
    await writeStore(folder, { shards: [await shard("npm", "CVE-2024-2")], now });
    const { manifest } = await writeStore(folder, { shards: [], remove: ["browser"], now });
    expect(manifest.serial).toBe(3);
    expect(ids(folder, "npm")).toEqual(["CVE-2024-2"]);
    expect(ids(folder, "browser")).toBeUndefined();
  });

  it("that was opened answers as before while it is changed", async () => {
    await writeStore(folder, { shards: [await shard("npm"), await shard("browser")], now });
    const before = openStore(folder);
    await writeStore(folder, { shards: [await shard("npm", "CVE-2024-2")], remove: ["browser"], now });
    expect(before.open("npm")?.find("lodash")[0]?.id).toBe("CVE-2024-1");
    expect(before.open("browser")?.find("lodash")[0]?.id).toBe("CVE-2024-1");
  });

  it("loses files that nobody names an hour later, and no others", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const [old] = readdirSync(folder).filter((name) => name.startsWith("npm-"));
    writeFileSync(join(folder, "notes.txt"), "someone's");
    await writeStore(folder, { shards: [await shard("npm", "CVE-2024-2")], now });
    expect(readdirSync(folder)).toContain(old);
    utimesSync(join(folder, old!), 1, 1);
    utimesSync(join(folder, "notes.txt"), 1, 1);
    await writeStore(folder, { shards: [await shard("browser")], now });
    expect(readdirSync(folder)).not.toContain(old);
    expect(readdirSync(folder)).toContain("notes.txt");
    expect(ids(folder, "npm")).toEqual(["CVE-2024-2"]);
  });

  it("takes the changes of two writers at once", async () => {
    const shards = await Promise.all(["npm", "browser", "cargo", "gem", "pypi"].map((name) => shard(name)));
    await Promise.all(shards.map((one) => writeStore(folder, { shards: [one], now })));
    expect(openStore(folder).serial).toBe(5);
    expect(openStore(folder).shards.map(({ name }) => name)).toEqual(["browser", "cargo", "gem", "npm", "pypi"]);
  });

  it("refuses a shard that cannot be read back, and stays", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const broken = await shard("npm", "CVE-2024-2");
    await expect(writeStore(folder, { shards: [broken.subarray(0, -1)], now })).rejects.toThrow(Failure);
    expect(ids(folder, "npm")).toEqual(["CVE-2024-1"]);
  });

  it("whose file was changed or taken away says so", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const file = join(folder, openStore(folder).shards[0]!.file);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(code(() => openStore(folder).open("npm"))).toBe("bad-advisories");
    rmSync(file);
    expect(code(() => openStore(folder).open("npm"))).toBe("bad-advisories");
    // A new build brings the very same file back.
    await writeStore(folder, { shards: [await shard("npm")], now });
    expect(ids(folder, "npm")).toEqual(["CVE-2024-1"]);
  });

  it("with a damaged manifest is begun anew, which is told; one of a later version is left alone", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    writeFileSync(join(folder, "manifest.json"), '{"schemaVersion": 1, "shards": [');
    expect(code(() => openStore(folder))).toBe("bad-advisories");
    expect((await writeStore(folder, { shards: [await shard("browser")], now })).lost).toMatch(/it is not JSON/);
    expect(ids(folder, "npm")).toBeUndefined();
    writeFileSync(join(folder, "manifest.json"), '{"schemaVersion": 2}');
    await expect(writeStore(folder, { shards: [await shard("npm")], now })).rejects.toThrow(/version 2/);
  });

  it("opens a store of an earlier version, whose sources have another key", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const manifest = join(folder, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replaceAll('"license":', '"licence":'));
    expect(openStore(folder).shards[0]?.sources[0]).toMatchObject({ name: "osv", license: "CC-BY-4.0" });
  });

  it("whose manifest names a file elsewhere is refused", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const manifest = readFileSync(join(folder, "manifest.json"), "utf8");
    writeFileSync(join(folder, "manifest.json"), manifest.replace(/"file": "npm/, '"file": "../npm'));
    expect(code(() => openStore(folder))).toBe("bad-advisories");
  });

  it("keeps facts", async () => {
    const epss = [
      { cve: "CVE-2024-0007", score: 0.5, percentile: 0.99 },
      { cve: "CVE-2023-123456", score: 0.00042, percentile: 0.1 },
    ];
    const facts = await encodeFacts({
      kev: [{ cve: "CVE-2024-7", added: "2024-05-06", ransomware: true }],
      epss,
      lifeCycles: [{ product: "debian", cycle: "11", endOfLife: "2024-08-14", extended: "2026-08-31" }],
      support: [{ shard: "debian-12", package: "golang*", support: "limited", note: "see the notes" }],
      sources: [{ ...osv, name: "kev" }],
    });
    await writeStore(folder, { shards: [], facts, now });
    await writeStore(folder, { shards: [await shard("npm")], now });
    const store = openStore(folder);
    expect(store.vulnerabilityFacts().kev("CVE-2024-7")).toEqual({ added: "2024-05-06", ransomware: true });
    expect(store.vulnerabilityFacts().epss("CVE-2024-0007")).toEqual({ score: 0.5, percentile: 0.99 });
    expect(store.vulnerabilityFacts().epss("CVE-2024-8")).toBeUndefined();
    expect(store.facts()?.epss).toEqual([...epss].reverse());
    expect(store.lifeCycles()[0]?.extended).toBe("2026-08-31");
    expect(store.support()[0]?.package).toBe("golang*");
  });
});

describe("a writer", () => {
  // A process of its own: a lock of this one would not stand in its way.
  const script = (body: string): string[] => [
    "--input-type=module",
    "-e",
    `import { lockStore } from ${JSON.stringify(new URL("./store-lock.ts", import.meta.url).href)};
     import { writeStore } from ${JSON.stringify(new URL("./write-store.ts", import.meta.url).href)};
     import { encodeShard } from ${JSON.stringify(new URL("./shard-file.ts", import.meta.url).href)};
     const folder = ${JSON.stringify(folder)};
     ${body}`,
  ];

  it("that is killed leaves no lock, and the store as it was", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    const child = spawn(
      process.execPath,
      script(`
      const lock = await lockStore(folder);
      await import("node:fs").then(({ writeFileSync }) => writeFileSync(folder + "/.npm.0123456789ab.tmp", "half"));
      console.log("held");
      setInterval(() => lock, 1000);
    `),
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise((resolve) => void child.stdout.once("data", resolve));
    const waiting = writeStore(folder, { shards: [await shard("npm", "CVE-2024-2")], now });
    const early = await Promise.race([
      waiting.then(() => "wrote"),
      new Promise((resolve) => setTimeout(resolve, 300, "waits")),
    ]);
    expect(early).toBe("waits");
    expect(ids(folder, "npm")).toEqual(["CVE-2024-1"]);
    child.kill("SIGKILL");
    await waiting;
    expect(ids(folder, "npm")).toEqual(["CVE-2024-2"]);
  });

  it("that is told to stop while it waits stops", async () => {
    const child = spawn(
      process.execPath,
      script(`const lock = await lockStore(folder); console.log("held"); setInterval(() => lock, 1000);`),
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    try {
      await new Promise((resolve) => void child.stdout.once("data", resolve));
      const stop = new AbortController();
      const waiting = writeStore(folder, { shards: [await shard("npm")], now, signal: stop.signal });
      stop.abort(new Failure("interrupted", "stopped", { hint: "-" }));
      await expect(waiting).rejects.toThrow("stopped");
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("for whose file there is no room leaves the store whole", async () => {
    await writeStore(folder, { shards: [await shard("npm")], now });
    // The kernel's limit of a file's size (512 or 1,024 bytes) stands in for a full disk: writing fails half-way.
    const child = spawnSync(
      "sh",
      [
        "-c",
        'ulimit -f 1; trap "" XFSZ; exec "$@"',
        "sh",
        process.execPath,
        ...script(`
      const random = Array.from({ length: 4_000 }, (_, i) => ({
        id: "CVE-2024-" + i, aliases: [], covers: [], package: "p" + Math.sin(i), state: "affected",
        ranges: [{ introduced: "0", fixed: String(Math.cos(i)) }], versions: [], vectors: [], source: "osv",
      }));
      const bytes = await encodeShard({ name: "npm", scheme: "semver", sources: [${JSON.stringify(osv)}], advisories: random });
      const told = await writeStore(folder, { shards: [bytes], now: "${now}" }).catch((error) => error.code + ": " + error.message);
      process.stderr.write(String(told));
    `),
      ],
      { encoding: "utf8" },
    );
    expect(child.stderr).toMatch(/unreadable: .* cannot be written/);
    expect(ids(folder, "npm")).toEqual(["CVE-2024-1"]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
