// `npm run bench:programs [-- --suite bookworm --json FILE]`: programs of Debian's packages, unpacked without a package database. See docs/benchmarks.md.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { sharedData } from "../../test/shared-data.ts";
import { debianPrograms } from "./programs/known.ts";
import { recordedCves } from "./programs/oracle.ts";
import { unpackPrograms } from "./programs/unpack.ts";

const { values } = parseArgs({ options: { suite: { type: "string", default: "bookworm" }, json: { type: "string" } } });
/** Of those that the release has; and of the CVEs that the records have for their versions. */
const leastNamed = 46 / 51;
const mostMissed = 0.03;
const scratch = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
const cli = join(import.meta.dirname, "../../src/cli.ts");
const hullproof = (...words: string[]): string => {
  const env = { ...process.env, HULLPROOF_CACHE: join(scratch, "cache") };
  try {
    return execFileSync(process.execPath, [cli, ...words], {
      encoding: "utf8",
      env,
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    // 1: it found something.
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status === 1 && stdout !== undefined) return stdout;
    throw error;
  }
};

try {
  const root = join(scratch, "root");
  const unpacked = await unpackPrograms(debianPrograms, { suite: values.suite, scratch, root });
  const inspected = JSON.parse(hullproof("inspect", `rootfs:${root}`, "--format", "json")) as {
    image: { packages: readonly { purl: string; name: string; version: string; path: string }[] };
  };
  const packages = inspected.image.packages.filter(({ purl }) => purl.startsWith("pkg:generic/"));
  const records = recordsOf(sharedData("advisories", "bitnami.jsonl.gz"));
  const cves = records === undefined ? undefined : scannedCves(root);
  const rows = debianPrograms.map(({ name, records: record }) => {
    const version = unpacked.find((one) => one.name === name)?.version;
    const found = packages.find((one) => one.name === name);
    const wanted =
      record === undefined || version === undefined ? new Set<string>() : recordedCves(records ?? [], record, version);
    const own = cves?.get(name) ?? new Set<string>();
    const missed = [...wanted].filter((cve) => !own.has(cve));
    return {
      program: name,
      debian: version ?? "-",
      found: found?.version ?? "-",
      recorded: wanted.size,
      reported: own.size,
      missed,
    };
  });
  console.table(rows.map(({ missed, ...row }) => ({ ...row, missed: missed.join(" ") })));
  const there = rows.filter(({ debian }) => debian !== "-");
  const named = there.filter(({ debian, found }) => found !== "-" && agree(debian, found));
  const recorded = there.reduce((sum, row) => sum + row.recorded, 0);
  const missed = there.reduce((sum, row) => sum + row.missed.length, 0);
  console.log(`${named.length} of ${there.length} programs of ${values.suite} named by their version`);
  console.log(
    records === undefined
      ? "without advisory data: HULLPROOF_SHARED names the folder that has data/advisories"
      : `${recorded - missed} of ${recorded} CVEs of Bitnami's records reported`,
  );
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  if (named.length < there.length * leastNamed || missed > recorded * mostMissed) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Debian's may have more or fewer zeros, and a patch number behind a hyphen. */
function agree(debian: string, found: string): boolean {
  const plain = (version: string) =>
    version
      .replaceAll(/[-_]/g, ".")
      .replaceAll(/\.0+(?=\d)/g, ".")
      .replace(/(?:\.0)+$/, "");
  return plain(debian) === plain(found);
}

function recordsOf(file: string | undefined) {
  if (file === undefined) return undefined;
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Parameters<typeof recordedCves>[0][number]);
}

function scannedCves(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const feeds = join(scratch, "feeds");
  mkdirSync(feeds);
  copyFileSync(sharedData("advisories", "bitnami.jsonl.gz") ?? "", join(feeds, "bitnami.jsonl.gz"));
  const store = join(scratch, "store");
  hullproof("advisories", "build", feeds, "--output", store);
  const report = JSON.parse(hullproof("scan", `rootfs:${root}`, "--advisories", store, "--format", "json")) as {
    vulnerabilities: readonly { name: string; id: string; aliases: readonly string[] }[];
  };
  const cves = new Map<string, Set<string>>();
  for (const { name, id, aliases } of report.vulnerabilities) {
    const own = cves.get(name) ?? new Set();
    cves.set(name, own);
    for (const one of [id, ...aliases]) if (one.startsWith("CVE-")) own.add(one);
  }
  return cves;
}
