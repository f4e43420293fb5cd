import { existsSync, readFileSync } from "node:fs";
import { ask, runQuietly, say } from "./run.mjs";

/** Fields of /etc/os-release; empty where there is none. */
export function osRelease(path = "/etc/os-release") {
  if (!existsSync(path)) return {};
  const lines = readFileSync(path, "utf8").split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^([A-Z_]+)="?([^"]*)"?$/.exec(line);
      return match ? [[match[1], match[2]]] : [];
    }),
  );
}

/** True on Debian, Ubuntu and what is made from them, for root: there the set-up may install packages. */
export function canInstall() {
  return isDebianLike() && process.getuid?.() === 0;
}

export function isDebianLike() {
  const { ID = "", ID_LIKE = "" } = osRelease();
  return [ID, ...ID_LIKE.split(" ")].some((id) => id === "debian" || id === "ubuntu") && existsSync("/usr/bin/apt-get");
}

/**
 * Installs packages. An entry may name several, the first that the distribution has is taken; with `optional`, one
 * that it lacks is left out. Resolves with false when apt failed.
 */
export async function install(wanted, why) {
  say(`installing ${wanted.map(({ names }) => names[0]).join(", ")} with apt-get: ${why}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // A failing source of the person's own must not stop us: what is missing shows below.
  if ((await runQuietly("apt-get", ["update", "-q"], { env })) !== 0)
    say("going on with the package lists that are there");
  const packages = [];
  for (const { names, optional } of wanted) {
    const name = names.find(hasCandidate);
    if (name !== undefined) packages.push(name);
    else if (optional) say(`this release has no ${names.join(" or ")}; going on without it`);
    else {
      say(`apt-get knows no ${names.join(" or ")} here`);
      return false;
    }
  }
  const args = ["install", "-y", "-q", "--no-install-recommends", ...packages];
  return (await runQuietly("apt-get", args, { env })) === 0;
}

function hasCandidate(name) {
  const policy = ask("apt-cache", ["policy", name]) ?? "";
  return /Candidate: (?!\(none\))\S/.test(policy);
}
