import { existsSync } from "node:fs";
import { canInstall } from "./apt.mjs";
import { has } from "./engine.mjs";
import { extras } from "./extras.mjs";
import { ask, say } from "./run.mjs";

/** What an engine or a system lacks, and which tests are skipped for it; each test says so again, with its reason. */
const lacks = [
  {
    is: ({ major }) => major < 23,
    what: ({ engine }) => `Docker ${engine} (before 23.0)`,
    skipped: "builds with heredocs and named contexts, and seccomp lists with an error of their own",
  },
  {
    is: ({ major }) => major >= 23 && ask("docker", ["buildx", "version"]) === undefined,
    what: () => "no docker-buildx, so that the legacy builder builds",
    skipped: "builds with heredocs, mounts and options of COPY",
  },
  {
    is: () => !has("gcc") || ask("sh", ["-c", "echo 'int main(){}' | gcc -static -x c -o /dev/null -"]) === undefined,
    what: () => "no gcc with a static libc (gcc, libc6-dev)",
    skipped: "what programs compiled for one system call show of seccomp, identities and signals",
  },
  {
    is: () => process.getuid?.() !== 0,
    what: () => "not root",
    skipped: "packet filters, small disks, second engines, and what the kernel tells of containers",
  },
  {
    is: () => process.getuid?.() === 0 && !existsSync("/sys/kernel/tracing/events"),
    what: () => "no tracefs",
    skipped: "observed capabilities and calls",
  },
  { is: () => !has("podman"), what: () => "no Podman", skipped: "its `kube play` and its commands" },
];

/** Says before the tests what this system lacks; `engine` is the version of its Docker Engine. */
export function sayLacks(engine) {
  const host = { engine, major: Number(engine.split(".")[0]) };
  for (const { is, what, skipped } of lacks) if (is(host)) say(`${what(host)}; skipped: ${skipped}`);
  // Where nothing may be installed, it was said when that was found out.
  if (!canInstall()) return;
  for (const { missing, without } of extras) {
    const names = missing();
    if (names.length > 0) say(`no ${names.join(", ")} here; ${without}`);
  }
}
