// Versions around the bounds of real records, judged by the tools that the records are written for: a sample of them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compileFeeds } from "../src/pipeline/verbs/advisories/compile.ts";
import { folderFiles } from "../src/pipeline/verbs/advisories/folder-files.ts";
import { openShard } from "../src/sources/advisories/store/shard-file.ts";
import type { AdvisoryShard } from "../src/domain/advisory/advisory.ts";
import { matchPackages } from "../src/vulnerabilities/matching/match-packages.ts";
import { pack } from "./match-case.ts";
import { sharedData } from "./shared-data.ts";

const folder = sharedData("advisories");
const sampled = 60;
const semver = "/usr/share/php/Composer/Semver/autoload.php";
const hasComposer = existsSync(semver) && spawnSync("php", ["--version"]).status === 0;
const hasRpm = spawnSync("rpm", ["--version"]).status === 0;
const name = folder === undefined ? " (left out: ../shared/data is not here)" : "";

describe.skipIf(folder === undefined)(`records and their own tools${name}`, () => {
  it.skipIf(!hasComposer)("FriendsOfPHP's and Composer agree (left out where there is no Composer)", async () => {
    const shards = await compiled("friendsofphp.jsonl.gz");
    const records = sample(recordsOf<PhpRecord>("friendsofphp.jsonl.gz").filter(({ cve }) => cve?.startsWith("CVE-")));
    const cases = records.flatMap(({ cve = "", reference, branches }) => {
      const requirements = Object.values(branches).map(({ versions }) => [versions].flat());
      const versions = new Set(requirements.flat().flatMap((one) => aroundPhp(one.replace(/^[<>=]+\s*/, ""))));
      const constraint = requirements.map((one) => one.join(",")).join("|");
      return [...versions].map((version) => ({
        id: cve,
        name: reference.slice(11).toLowerCase(),
        version,
        constraint,
      }));
    });
    const script = `require "${semver}"; $parser = new Composer\\Semver\\VersionParser;
      echo json_encode(array_map(function ($case) use ($parser) {
        try { $version = $parser->normalize($case["version"]); } catch (Exception) { return null; }
        return $parser->parseConstraints($case["constraint"])->matches(new Composer\\Semver\\Constraint\\Constraint("==", $version));
      }, json_decode(stream_get_contents(STDIN), true)));`;
    const answer = spawnSync("php", ["-r", script], { encoding: "utf8", input: JSON.stringify(cases) });
    const judged = JSON.parse(answer.stdout) as (boolean | null)[];
    // Another record may have the same CVE.
    const wrong = cases.filter(({ id, name: own, version }, at) => {
      const found = pack(`pkg:composer/${own}@${encodeURIComponent(version)}`);
      return judged[at] !== null && (isAffected(found, id, shards) ? judged[at] === false : judged[at] === true);
    });
    expect(wrong).toEqual([]);
    expect(judged.filter((one) => one === true).length).toBeGreaterThan(200);
    expect(judged.filter((one) => one === false).length).toBeGreaterThan(100);
  });

  it.skipIf(!hasRpm)("AlmaLinux's and rpm agree (left out where there is no rpm)", async () => {
    const shards = await compiled("almalinux.jsonl.gz");
    // Of a stream several builds are fixes: those have tests of their own.
    const cases = sample(recordsOf<AlmaRecord>("almalinux.jsonl.gz")).flatMap(({ id, affected }) =>
      affected.slice(0, 3).flatMap(({ package: { ecosystem, name: own }, ranges }) =>
        ranges
          .flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? []))
          .filter((fixed) => !fixed.includes(".module"))
          .flatMap((fixed) => aroundRpm(fixed).map((version) => ({ id, ecosystem, name: own, fixed, version }))),
      ),
    );
    const calls = cases.map(({ version, fixed }) => `print(rpm.vercmp("${version}", "${fixed}") .. "\\n")`);
    // An argument has at most 128 KiB.
    const signs = Array.from({ length: Math.ceil(calls.length / 500) }).flatMap((_, at) => {
      const lua = `%{lua: ${calls.slice(at * 500, at * 500 + 500).join(" ")}}`;
      return spawnSync("rpm", ["--eval", lua], { encoding: "utf8" }).stdout.match(/-?\d/g) ?? [];
    });
    const wrong = cases.filter(({ id, ecosystem, name: own, version }, at) => {
      const [, epoch = "0", rest = version] = /^(\d+):(.*)$/.exec(version) ?? [];
      const purl = `pkg:rpm/almalinux/${own}@${encodeURIComponent(rest)}?epoch=${epoch}&distro=${ecosystem.toLowerCase().replace(":", "-")}`;
      return isAffected(pack(purl), id, shards) !== (signs[at] === "-1");
    });
    expect(wrong).toEqual([]);
    expect(signs).toHaveLength(cases.length);
    expect(cases.length).toBeGreaterThan(500);
  });
});

interface PhpRecord {
  readonly cve?: string;
  readonly reference: string;
  readonly branches: Readonly<Record<string, { readonly versions: readonly string[] }>>;
}

interface AlmaRecord {
  readonly id: string;
  readonly affected: readonly {
    readonly package: { readonly ecosystem: string; readonly name: string };
    readonly ranges: readonly { readonly events: readonly { readonly fixed?: string }[] }[];
  }[];
}

function aroundPhp(bound: string): string[] {
  const bare = bound.replace(/-.*/, "");
  const next = [-1, 1].map((by) => bare.replace(/\d+$/, (last) => String(Math.max(0, Number(last) + by))));
  const forms = ["", "+build", "-stable", "-RC1", "-beta2", "-dev", "-p1", ".1"].map((end) => bare + end);
  return [bound, ...next, ...forms, `${bare.split(".").slice(0, 2).join(".")}.x-dev`];
}

function aroundRpm(fixed: string): string[] {
  const [, epoch = "", version = "", release = ""] = /^(\d+:)?(.*)-([^-]*)$/.exec(fixed) ?? [];
  const releases = [-1, 1].map((by) => release.replace(/^\d+/, (first) => String(Math.max(0, Number(first) + by))));
  const builds = [release, ...releases, `${release}.1`].map((one) => `${epoch}${version}-${one}`);
  return [...builds, `${epoch}${version}~rc1-${release}`, `${epoch}${version}.1-${release}`, `9:${version}-${release}`];
}

function recordsOf<T>(file: string): T[] {
  const text = gunzipSync(readFileSync(join(folder!, file))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** Evenly over the whole file. */
function sample<T>(all: readonly T[]): T[] {
  const step = Math.ceil(all.length / sampled);
  return all.filter((_, at) => at % step === 0);
}

async function compiled(file: string): Promise<ReadonlyMap<string, AdvisoryShard>> {
  const { collected, shards } = await compileFeeds(await folderFiles(folder!, [file]), { progress: () => {} });
  return new Map(collected.shards.map(({ name: one }, at) => [one, openShard(shards[at]!, one)]));
}

/** By this very record: an advisory is named beside each of the CVEs that it covers. */
function isAffected(found: ReturnType<typeof pack>, id: string, shards: ReadonlyMap<string, AdvisoryShard>): boolean {
  const { vulnerabilities } = matchPackages([found], {}, (shard) => shards.get(shard));
  return vulnerabilities.some(
    (one) => one.status !== "unknown" && [one.id, ...one.aliases, ...(one.advisories ?? [])].includes(id),
  );
}
