import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines, run, say } from "./run.mjs";

const log = join(tmpdir(), "hullproof-dockerd.log");

/** Starts the daemon, with systemd where that runs, and waits until it answers. Resolves with false when it does not. */
export async function startEngine(answers) {
  if (existsSync("/run/systemd/system")) {
    say("starting the Docker Engine with `systemctl start docker`");
    if ((await run("systemctl", ["start", "docker"])) === 0 && (await waitFor(answers, 60))) return true;
    say("it does not answer; `journalctl -u docker` tells why");
    return false;
  }
  await mountCgroups();
  removeStalePidFile("/var/run/docker.pid", "dockerd");
  removeStalePidFile("/var/run/docker/containerd/containerd.pid", "containerd");
  say(`starting the Docker Engine in the background, since no systemd runs here; its log is ${log}`);
  // The first start may meet one that is just ending, or the start of a second set-up.
  for (let attempt = 1; attempt <= 5; attempt++) {
    const daemon = startDetached();
    if (await waitFor(answers, 60, daemon)) return true;
    if (!daemon.ended) break;
    await sleep(2000);
  }
  say(`it does not answer. The end of ${log}:`);
  process.stderr.write(`${lastLines(log, 10)}\n`);
  return false;
}

/** A killed daemon leaves its pid file; when the pid is a zombie's or another program's by now, dockerd would not start. */
function removeStalePidFile(path, program) {
  if (!existsSync(path)) return;
  const stat = `/proc/${readFileSync(path, "utf8").trim()}/stat`;
  // Fields 2 and 3: the name in parentheses, the state.
  const [, name, state] = /\((.*)\) (\S)/s.exec(existsSync(stat) ? readFileSync(stat, "utf8") : "") ?? [];
  if (name === undefined || (name === program && state !== "Z")) return;
  say(`removing ${path}: the daemon that wrote it is gone`);
  rmSync(path);
}

function startDetached() {
  const output = openSync(log, "a", 0o600);
  const child = spawn("dockerd", [], {
    detached: true,
    stdio: ["ignore", output, output],
    cwd: "/",
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const daemon = { ended: false };
  child.on("error", () => (daemon.ended = true));
  child.on("exit", () => (daemon.ended = true));
  child.unref();
  return daemon;
}

async function waitFor(answers, seconds, daemon = { ended: false }) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
    if (answers() !== undefined) return true;
    if (daemon.ended) return false;
  }
  return false;
}

/** A container or a small machine without an init system may have no cgroups mounted; dockerd needs them. */
async function mountCgroups() {
  if (/ (cgroup|cgroup2) /.test(readFileSync("/proc/self/mounts", "utf8"))) return;
  const rows = readFileSync("/proc/cgroups", "utf8")
    .split("\n")
    .slice(1)
    .map((row) => row.split("\t"));
  const version1 = rows.filter(([name, hierarchy]) => name && Number(hierarchy) > 0).map(([name]) => name);
  say("mounting the control groups, since nothing has and containers need them");
  if (version1.length === 0) {
    await run("mount", ["-t", "cgroup2", "cgroup2", "/sys/fs/cgroup"]);
    return;
  }
  await run("mount", ["-t", "tmpfs", "-o", "mode=755", "cgroup", "/sys/fs/cgroup"]);
  for (const name of version1) {
    const folder = `/sys/fs/cgroup/${name}`;
    await run("mkdir", ["-p", folder]);
    await run("mount", ["-t", "cgroup", "-o", name, "cgroup", folder]);
  }
}
