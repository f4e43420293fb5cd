/**
 * Learns what runtimes call themselves under a container's filter, before its program and before a command of `exec`:
 *
 *     node scripts/runtime-calls.ts [--starts N] [--write] NAME=PATH...
 *
 * Each runtime starts a bundle of one static program in several ways, N times each (default 20), under strace. Needs root, strace and
 * busybox-static; no engine. `--write` renews src/data/runtime-calls.ts for these runtimes, and keeps what it says of other versions.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { compareText } from "../src/text/compare-text.ts";
import { runtimeCalls, type RuntimeCalls } from "../src/data/runtime-calls.ts";
import { newCalls, ways, writeBundle, type Way } from "./runtime-calls/bundle.ts";
import { callsUnderFilter } from "./runtime-calls/read-strace.ts";

const { values, positionals } = parseArgs({
  options: { starts: { type: "string", default: "20" }, write: { type: "boolean", default: false } },
  allowPositionals: true,
});
const starts = Number(values.starts);
const busybox = ["/usr/bin/busybox", "/bin/busybox"].find((path) => existsSync(path));
if (positionals.length === 0 || busybox === undefined || !Number.isInteger(starts))
  throw new Error("node scripts/runtime-calls.ts [--starts N] [--write] runc=/usr/sbin/runc crun=/usr/bin/crun");

const folder = mkdtempSync(join(tmpdir(), "hullproof-runtime-calls-"));
const learned: RuntimeCalls[] = [];
try {
  for (const named of positionals) {
    const [runtime = "", path = ""] = named.split("=");
    const version =
      execFileSync(path, ["--version"], { encoding: "utf8" })
        .split(/\s+/)
        .find((word) => /^v?\d/.test(word)) ?? "";
    const calls = new Set<string>();
    for (const way of ways) {
      const bundle = join(folder, `${learned.length}-${ways.indexOf(way)}`);
      writeBundle(bundle, busybox, way);
      for (let start = 0; start < starts; start++) for (const name of await callsOf(path, bundle, way)) calls.add(name);
      console.log(`${runtime} ${version}, ${way.name}: ${calls.size} calls so far`);
    }
    learned.push({
      runtime,
      version,
      architecture: "SCMP_ARCH_X86_64",
      kernel: release().replace(/-.*/, ""),
      date: new Date().toISOString().slice(0, 10),
      starts: starts * ways.length,
      calls: [...calls]
        .filter((name) => !isNew(name))
        .toSorted(compareText)
        .join(" "),
      without: [...calls].filter(isNew).toSorted(compareText).join(" "),
    });
    console.log(`${runtime} ${version}: ${learned.at(-1)?.calls}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (values.write) write(learned);

/** It was tried, and a container started without it as well. */
function isNew(name: string): boolean {
  return newCalls.split(" ").includes(name);
}

/** One start, one command in it, and its end; what the runtime called under the filter in both. */
async function callsOf(runtime: string, bundle: string, way: Way): Promise<ReadonlySet<string>> {
  const id = `hp-calls-${process.pid}`;
  const call = commandOf(runtime, join(bundle, "state"));
  const trace = (name: string) => join(bundle, `${name}.strace`);
  const traced = (name: string, args: readonly string[]) =>
    ended(
      spawn("strace", ["-f", "-qq", "-s", "64", "-o", trace(name), ...call, ...args], {
        stdio: ["ignore", "ignore", "pipe"],
        cwd: bundle,
      }),
    );
  const run = traced("run", ["run", "--bundle", bundle, id]);
  try {
    await within(async () =>
      execFileSync("env", [...call, "state", id], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).includes(
        '"running"',
      ),
    );
    await traced("exec", ["exec", "--user", `${way.uid}:${way.uid}`, id, "/bin/true"]);
  } finally {
    // `run` in the foreground deletes it as well, once it was killed.
    spawnSync("env", [...call, "delete", "--force", id], { stdio: "ignore" });
    await run;
  }
  const [started, executed] = [
    callsUnderFilter(readFileSync(trace("run"), "utf8"), "/bin/sleep"),
    callsUnderFilter(readFileSync(trace("exec"), "utf8"), "/bin/true"),
  ];
  if (started === undefined || executed === undefined)
    throw new Error(
      `${runtime} loaded no filter, or did not start the program: ${trace(started === undefined ? "run" : "exec")}`,
    );
  return started.union(executed);
}

/** crun refuses a host that mounts both versions of cgroups: in a mount namespace of its own it does not see the second one. */
function commandOf(runtime: string, state: string): string[] {
  if (!/crun/.test(runtime)) return [runtime, "--root", state];
  const alone = 'umount -l /sys/fs/cgroup/unified 2>/dev/null; exec "$0" "$@"';
  return [
    "unshare",
    "-m",
    "--propagation",
    "private",
    "sh",
    "-c",
    alone,
    runtime,
    "--cgroup-manager=disabled",
    "--root",
    state,
  ];
}

async function within(there: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await there().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error("the container did not start within 15 s");
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk) => (said += String(chunk)));
  return new Promise((resolve, reject) =>
    child.once("error", reject).once("close", () => {
      if (said !== "") console.error(said.trimEnd());
      resolve();
    }),
  );
}

/** src/data/runtime-calls.ts, with `found` in place of what it said of the same runtime and version. */
function write(found: readonly RuntimeCalls[]): void {
  const others = runtimeCalls.filter(
    (one) =>
      !found.some(
        ({ runtime, version, architecture }) =>
          runtime === one.runtime && version === one.version && architecture === one.architecture,
      ),
  );
  const all = [...others, ...found].toSorted((a, b) =>
    compareText(`${a.runtime} ${a.version}`, `${b.runtime} ${b.version}`),
  );
  const file = join(import.meta.dirname, "../src/data/runtime-calls.ts");
  const text = readFileSync(file, "utf8");
  const at = text.indexOf("export const runtimeCalls");
  writeFileSync(
    file,
    `${text.slice(0, at)}export const runtimeCalls: readonly RuntimeCalls[] = ${JSON.stringify(all, undefined, 2)};\n`,
  );
  console.log(`wrote ${file}; format it: npx oxfmt ${file}`);
}
