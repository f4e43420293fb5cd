// Lints a collection of Dockerfiles with hullproof and with others, checks first that it found what was planted, and prints
// ratios from this one run. The others are npm packages that only this benchmark installs, into a temporary folder.
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeCollection } from "./collection.ts";

const peerVersions = { dockerfilelint: "1.8.0", "dockerfile-utils": "0.16.3", "@wharflab/tally-linux-x64": "0.45.0" };

interface Measured {
  readonly files: number;
  readonly rounds: readonly { readonly wallMs: number; readonly cpuMs: number; readonly refused: number }[];
  readonly found: Readonly<Record<string, readonly string[]>>;
}

const { values } = parseArgs({ options: { files: { type: "string" }, corpus: { type: "string" } } });
const scratch = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
try {
  main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function main(): void {
  const folder = values.corpus ?? join(scratch, "collection");
  const planted =
    values.corpus === undefined
      ? writeCollection(folder, Number(values.files ?? "6000"))
      : new Map<string, readonly string[]>();
  const peers = installPeers();
  const ours = measure("hullproof", folder, peers);
  const missed = [...planted].filter(([file, rules]) => rules.some((rule) => !ours.found[file]?.includes(rule)));
  if (missed.length > 0)
    throw new Error(`hullproof missed what was planted in ${missed.length} files, the first is ${missed[0]?.[0]}`);
  const checked =
    values.corpus === undefined ? `, all ${[...planted.values()].flat().length} planted faults found` : "";
  console.log(`${ours.files} Dockerfiles; one process and one thread unless said, third round${checked}\n`);
  const rows = [
    row("hullproof", ours, ours),
    folderRow(folder, ours),
    ...["dockerfilelint", "dockerfile-utils"].map((name) => row(name, measure(name, folder, peers), ours)),
    ...tallyRow(folder, peers, ours),
  ];
  console.table(Object.fromEntries(rows));
  console.table(coldStarts(folder));
}

function installPeers(): string {
  const folder = join(tmpdir(), "hullproof-bench-peers");
  const wanted = JSON.stringify({ private: true, dependencies: peerVersions });
  const file = join(folder, "package.json");
  if (existsSync(join(folder, "node_modules")) && readFileSync(file, "utf8") === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, wanted);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return folder;
}

function measure(name: string, folder: string, peers: string): Measured {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ["--no-warnings", join(import.meta.dirname, "linters.ts"), name, folder, peers],
    { encoding: "utf8", maxBuffer: 1024 ** 3 },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

function row(name: string, { files, rounds, found }: Measured, ours: Measured): [string, Record<string, unknown>] {
  const last = rounds.at(-1);
  const own = ours.rounds.at(-1);
  if (last === undefined || own === undefined) throw new Error("nothing was measured");
  return [
    name,
    {
      "files/s": Math.round(files / (last.wallMs / 1000)),
      "CPU ms/file": Number((last.cpuMs / files).toFixed(3)),
      "time of hullproof's": Number((last.wallMs / own.wallMs).toFixed(2)),
      refused: last.refused,
      findings: Object.values(found).flat().length,
      "kinds found": new Set(Object.values(found).flat()).size,
    },
  ];
}

/** The same as a user has it: a folder is named; its files are found and read, its build context too. The best of three. */
function folderRow(folder: string, ours: Measured): [string, Record<string, unknown>] {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ["--no-warnings", join(import.meta.dirname, "folder.ts"), folder],
    { encoding: "utf8", maxBuffer: 1024 ** 3 },
  );
  if (status !== 0) throw new Error(`check of the folder: ${stderr}`);
  const { rounds, findings } = JSON.parse(stdout) as { rounds: number[]; findings: number };
  const best = Math.min(...rounds);
  const own = ours.rounds.at(-1)?.wallMs ?? 0;
  return [
    "hullproof check FOLDER",
    {
      "files/s": Math.round(ours.files / (best / 1000)),
      "time of hullproof's": Number((best / own).toFixed(2)),
      findings,
    },
  ];
}

/** tally is a program of its own, so its start is in its time; 300 files are enough for it. */
function tallyRow(folder: string, peers: string, ours: Measured): [string, Record<string, unknown>][] {
  const tally = join(peers, "node_modules/@wharflab/tally-linux-x64/bin/tally");
  if (process.platform !== "linux" || process.arch !== "x64" || !existsSync(tally)) return [];
  const files = readdirSync(folder).sort().slice(0, 300);
  const start = performance.now();
  const { stdout } = spawnSync(
    tally,
    ["lint", "--format", "json", "--slow-checks", "off", "--no-config", "--fail-level", "none", ...files],
    { cwd: folder, encoding: "utf8", maxBuffer: 1024 ** 3 },
  );
  const wallMs = performance.now() - start;
  if (!stdout.startsWith("{")) return [["tally (one unreadable file ends it)", { files: files.length }]];
  const report = JSON.parse(stdout) as { files: { violations: { rule: string }[] }[] };
  const rules = report.files.flatMap(({ violations }) => violations.map(({ rule }) => rule));
  const own = (ours.rounds.at(-1)?.wallMs ?? 0) / ours.files;
  return [
    [
      "tally (300 files, with ShellCheck)",
      {
        "files/s": Math.round(files.length / (wallMs / 1000)),
        "time of hullproof's": Number((wallMs / files.length / own).toFixed(2)),
        findings: rules.length,
        "kinds found": new Set(rules).size,
      },
    ],
  ];
}

/** CPU of `hullproof check FILE` as a user starts it, beside a Node that does nothing. The bundle must be current. */
function coldStarts(folder: string): Record<string, Record<string, number>> {
  execFileSync(process.execPath, [join(import.meta.dirname, "../build.mjs")]);
  const cli = join(import.meta.dirname, "../../bin/hullproof.js");
  // Alone in its folder: what COPY takes from a folder is listed, and thousands of files are no usual build context.
  const file = join(scratch, "alone", "Dockerfile");
  mkdirSync(join(scratch, "alone"));
  copyFileSync(join(folder, readdirSync(folder).sort()[0] ?? ""), file);
  const env = { ...process.env, HULLPROOF_CACHE: join(scratch, "cache") };
  const tell = join(scratch, "cpu.mjs");
  writeFileSync(
    tell,
    'import { writeFileSync } from "node:fs";\nprocess.on("exit", () => writeFileSync(process.env.CPU_FILE, JSON.stringify(process.cpuUsage())));\n',
  );
  const cpu = (args: readonly string[]): number => {
    const out = join(scratch, "cpu.json");
    spawnSync(process.execPath, ["--import", tell, ...args], { env: { ...env, CPU_FILE: out } });
    const { user, system } = JSON.parse(readFileSync(out, "utf8")) as NodeJS.CpuUsage;
    return (user + system) / 1000;
  };
  const times = (args: readonly string[]) => {
    const all = Array.from({ length: 11 }, () => cpu(args)).sort((a, b) => a - b);
    return { "fastest CPU ms": Math.round(all[0] ?? 0), "median CPU ms": Math.round(all[5] ?? 0) };
  };
  const nothing = join(scratch, "nothing.mjs");
  writeFileSync(nothing, "");
  return {
    "node, an empty module": times([nothing]),
    "hullproof check FILE": times([cli, "check", "--bases", "none", "--shellcheck", "none", file]),
    "hullproof check FILE, asking the engine": times([cli, "check", "--shellcheck", "none", file]),
  };
}
