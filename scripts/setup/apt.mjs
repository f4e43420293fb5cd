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
 * Installs what is needed, each `{ packages, why }` of its own purpose, with one call of apt-get: each call reads the whole
 * archive's lists. An entry of `packages` may name several, the first that the distribution has is taken; with `optional`,
 * one that it lacks is left out. Where that call fails each need is tried alone, so that one broken package takes no other along.
 */
export async function install(needs) {
  if (needs.length === 0) return;
  for (const { packages, why } of needs) say(`installing ${packages.map(({ names }) => names[0]).join(", ")}: ${why}`);
  // A failing source of the person's own must not stop us: what is missing shows below.
  if ((await aptGet("update")) !== 0) say("going on with the package lists that are there");
  const has = candidates(needs.flatMap(({ packages }) => packages.flatMap(({ names }) => names)));
  const chosen = needs.map(({ packages }) => packages.flatMap((entry) => choose(entry, has)));
  if ((await installPackages(chosen.flat())) || needs.length === 1) return;
  for (const packages of chosen) await installPackages(packages);
}

function choose({ names, optional }, has) {
  const name = names.find((each) => has.has(each));
  if (name !== undefined) return [name];
  const missing = names.join(" or ");
  say(optional ? `this release has no ${missing}; going on without it` : `apt-get knows no ${missing} here`);
  return [];
}

async function installPackages(packages) {
  return packages.length === 0 || (await aptGet("install", "-y", "--no-install-recommends", ...packages)) === 0;
}

function aptGet(command, ...args) {
  return runQuietly("apt-get", [command, "-q", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Those names that the distribution has a package of. */
function candidates(names) {
  const policy = ask("apt-cache", ["policy", ...names]) ?? "";
  return new Set([...policy.matchAll(/^(\S+):\n.*\n {2}Candidate: (?!\(none\))\S/gm)].map(([, name]) => name));
}
