// `npm run bench:scan -- --peers FOLDER [--rounds 5]`: scans of SBOMs beside trivy. FOLDER has trivy and its database (scripts/interop/peers.ts). See docs/benchmarks.md.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Advisory } from "../../src/domain/advisory/advisory.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { compileFeeds } from "../../src/pipeline/verbs/advisories/compile.ts";
import { folderFiles } from "../../src/pipeline/verbs/advisories/folder-files.ts";
import { writeStore } from "../../src/sources/advisories/store/write-store.ts";
import { sharedData } from "../../test/shared-data.ts";

const { values } = parseArgs({ options: { peers: { type: "string" }, rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
const peers = resolve(values.peers ?? "");
const data = sharedData("advisories");
if (values.peers === undefined || data === undefined)
  throw new Error(
    "--peers names the folder with trivy and its database, HULLPROOF_SHARED the folder that has data/advisories",
  );
const root = resolve(import.meta.dirname, "../..");
if (!existsSync(join(root, "dist"))) throw new Error("there is no bundle: npm run build");
const scratch = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
// As the package is published: a checkout looks first whether its bundle is newer than its sources.
for (const part of ["bin", "dist", "package.json"])
  cpSync(join(root, part), join(scratch, "package", part), { recursive: true });
const program = join(scratch, "package/bin/hullproof.js");

/** Ecosystems of which both have the same advisories. */
const ecosystems = ["pypi", "golang", "cargo", "gem", "composer"];
/** Of one package nothing but the start is left. */
const sizes = [1, 1_000, 3_000];

/** Share of findings that only hullproof may have: trivy's database leaves out some advisories whose bounds are written in forms of their own. */
const mostOnlyOurs = 0.01;

interface ToolFinding {
  readonly purl: string;
  readonly ids: readonly string[];
}

interface Tool {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What it found: ids and aliases by package. */
  readonly read: (output: string) => readonly ToolFinding[];
}

try {
  const { shards, collected } = await compileFeeds(await folderFiles(data, ["."]), { progress: () => {} });
  const store = join(scratch, "store");
  await writeStore(store, { shards, now: new Date().toISOString() });
  const components = ecosystems.flatMap((type) =>
    componentsOf(type, collected.shards.find(({ name }) => name === type)?.advisories ?? []),
  );
  const trivyFlags = ["--cache-dir", join(peers, "trivy-cache"), "--skip-db-update", "--skip-java-db-update"];
  const tools: readonly Tool[] = [
    {
      name: "hullproof",
      program: process.execPath,
      args: [program, "scan", "--advisories", store, "--format", "json"],
      read: readOurs,
    },
    {
      name: "trivy",
      program: join(peers, "trivy"),
      args: ["sbom", ...trivyFlags, "--offline-scan", "--quiet", "--format", "json"],
      read: readTrivys,
    },
  ];
  const files = sizes.map((size) => {
    const file = join(scratch, `${size}.cdx.json`);
    const some = Array.from({ length: size }, (_, at) => {
      const one = components[Math.floor((at * components.length) / size)]!;
      return at % 3 === 0 ? one : unknownOf(one);
    });
    writeFileSync(file, JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: some }));
    return { size, file };
  });
  // What is fast and wrong is worth nothing. The first call of each compiles and fills its caches.
  for (const { size, file } of files)
    compareFindings(
      size,
      tools.map(({ program: path, args, read }) => read(once(path, [...args, file]).output)),
    );
  const times = files.map(() => tools.map((): number[] => []));
  for (let round = 0; round < rounds; round++)
    for (const [row, { file }] of files.entries())
      for (const [column, { program: path, args }] of tools.entries())
        times[row]![column]!.push(once(path, [...args, file]).cpu);
  const least = times.map((row) => row.map((all) => Math.min(...all)));
  console.log(`\nCPU milliseconds, least of ${rounds} rounds in turn; the first row is the start\n`);
  for (const [row, { size }] of files.entries()) {
    const [ours = 0, trivys = 0] = least[row]!;
    const [ourStart = 0, trivysStart = 0] = least[0]!;
    const beyond =
      row === 0
        ? ""
        : `; beyond the start ${(ours - ourStart).toFixed(0)} and ${(trivys - trivysStart).toFixed(0)}, ratio ${((ours - ourStart) / (trivys - trivysStart)).toFixed(2)}`;
    console.log(
      `${size} packages: hullproof ${ours.toFixed(0)}, trivy ${trivys.toFixed(0)}, ratio ${(ours / trivys).toFixed(2)}${beyond}`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A component for each version that an advisory names as fixed, since the advisories before it affect it no longer and those after it do. */
function componentsOf(type: string, advisories: readonly Advisory[]) {
  return [...Map.groupBy(advisories, (one) => one.package)].flatMap(([name, own]) => {
    const bounds = new Set(own.flatMap(({ ranges }) => ranges.flatMap(({ fixed }) => fixed ?? [])));
    // Not Go's standard library, which no module file names.
    if (type === "golang" && !name.includes(".")) return [];
    return [...bounds]
      .filter((bound) => /^\d+(?:\.\d+){0,3}$/.test(bound))
      .map((bound) => {
        const version = type === "golang" ? `v${bound}` : bound;
        const purl = `pkg:${type}/${name}@${version}`;
        return { type: "library", "bom-ref": purl, name, version, purl };
      });
  });
}

/** Of most packages in an image no advisory tells. */
function unknownOf({ type, name, version, purl }: ReturnType<typeof componentsOf>[number]) {
  const other = `${name}-of-no-advisory`;
  const own = purl.replace(`${name}@`, `${other}@`);
  return { type, "bom-ref": own, name: other, version, purl: own };
}

/** bash counts the CPU of what it started. */
function once(path: string, args: readonly string[]): { readonly cpu: number; readonly output: string } {
  const output = join(scratch, "output.json");
  const timed = `TIMEFORMAT='%U %S'; time "$@" > "${output}" 2> "${scratch}/stderr"`;
  const env = { ...process.env, HULLPROOF_CACHE: join(scratch, "cache"), NO_COLOR: "1" };
  const { status, stderr } = spawnSync("/bin/bash", ["-c", timed, "bash", path, ...args], { env, encoding: "utf8" });
  if (status === null || status > 1)
    throw new Error(`${path} ${args.join(" ")} ended with ${status}: ${readFileSync(join(scratch, "stderr"), "utf8")}`);
  const [user = 0, system = 0] = stderr.trim().split(" ").map(Number);
  return { cpu: (user + system) * 1000, output: readFileSync(output, "utf8") };
}

function readOurs(output: string): readonly ToolFinding[] {
  const { vulnerabilities = [] } = JSON.parse(output) as Report;
  return vulnerabilities.map(({ purl, id, aliases }) => ({ purl, ids: [id, ...aliases] }));
}

interface TrivysReport {
  readonly Results?: readonly {
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly PkgIdentifier: { readonly PURL: string };
    }[];
  }[];
}

function readTrivys(output: string): readonly ToolFinding[] {
  return ((JSON.parse(output) as TrivysReport).Results ?? [])
    .flatMap(({ Vulnerabilities = [] }) => Vulnerabilities)
    .map((one) => ({ purl: one.PkgIdentifier.PURL, ids: [one.VulnerabilityID] }));
}

/** Throws where hullproof misses what trivy finds, and where trivy misses more than a few: ratios of unequal work say nothing. */
function compareFindings(size: number, [ours = [], trivys = []]: readonly (readonly ToolFinding[])[]): void {
  const known = (all: readonly ToolFinding[]) =>
    new Set(all.flatMap(({ purl, ids }) => ids.map((id) => `${purl.toLowerCase()} ${id}`)));
  const missing = (all: readonly ToolFinding[], others: readonly ToolFinding[]): readonly string[] => {
    const there = known(others);
    return all.flatMap(({ purl, ids }) =>
      ids.some((id) => there.has(`${purl.toLowerCase()} ${id}`)) ? [] : [`${purl} ${ids.join(" ")}`],
    );
  };
  // Its database here has made-up advisories, too.
  const real = trivys.filter(({ ids: [id = ""] }) => !id.startsWith("CVE-2099-"));
  const [inTrivys, inOurs] = [missing(ours, real), missing(real, ours)];
  if (inOurs.length > 0 || inTrivys.length > ours.length * mostOnlyOurs)
    throw new Error(`they do not find the same:\n${[...inOurs, ...inTrivys].slice(0, 40).join("\n")}`);
  console.log(`${size} packages: ${ours.length} findings, trivy has all but ${inTrivys.length} of them and no other`);
}
