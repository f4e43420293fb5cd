import type { Upgrade, InstalledPackage, Candidate } from "../../domain/image/updates-answer.ts";
import { compareText } from "../../text/compare-text.ts";

/**
 * `Inst` lines of `apt-get -s dist-upgrade`, for example
 * `Inst libc6 [2.31-13+deb11u3] (2.31-13+deb11u11 Debian:11.9/oldstable, Debian-Security:11/... [amd64]) []`.
 * New packages have no installed version, and are left out.
 */
export function parseUpgrades(simulation: string): Upgrade[] {
  const upgrades: Upgrade[] = [];
  for (const line of simulation.split("\n")) {
    const match = /^Inst (\S+) \[([^\]\s]+)\] \((\S+) (.*?) ?\[([a-z0-9-]+)\]\)/.exec(line);
    if (match === null) continue;
    const [, qualified = "", installed = "", candidate = "", origin = "", architecture = ""] = match;
    upgrades.push({ name: qualified.split(":")[0] ?? "", architecture, installed, candidate, origin });
  }
  return upgrades.sort((a, b) => compareText(a.name, b.name) || compareText(a.architecture, b.architecture));
}

/** Packages with an update that `dist-upgrade` cannot install: `The following packages have been kept back:`. */
export function parseKeptBack(simulation: string): string[] {
  const block = /^The following packages have been kept back:\n((?:[ \t].*(?:\n|$))*)/m.exec(simulation)?.[1] ?? "";
  return block
    .split(/\s+/)
    .filter((name) => name !== "")
    .sort();
}

/** For `dpkg-query -W -f`; source fields since dpkg 1.16.2. */
export const installedFormat = "${Package}\\t${Architecture}\\t${Version}\\t${source:Package}\\t${source:Version}\\n";

export function parseInstalled(text: string): InstalledPackage[] {
  return text.split("\n").flatMap((line) => {
    const [name = "", architecture = "", version = "", source = "", sourceVersion = ""] = line.split("\t");
    // A removed package with remaining settings has no version.
    return name === "" || version === "" || source === ""
      ? []
      : [{ name, architecture, version, source, sourceVersion }];
  });
}

/** Paragraphs of `apt-cache show NAME=VERSION ...`. */
export function parseCandidates(text: string): Candidate[] {
  const candidates: Candidate[] = [];
  for (const paragraph of text.split(/\n\s*\n/)) {
    const lines = paragraph.split("\n");
    const field = (name: string): string =>
      lines
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? "";
    const name = field("Package");
    const version = field("Version");
    if (name === "" || version === "") continue;
    const sha256 = field("SHA256");
    const source = /^(\S+)(?: \(([^)]+)\))?$/.exec(field("Source"));
    candidates.push({
      name,
      architecture: field("Architecture"),
      version,
      source: source?.[1] ?? name,
      sourceVersion: source?.[2] ?? version,
      bytes: /^[0-9]{1,15}$/.test(field("Size")) ? Number(field("Size")) : 0,
      ...(/^[0-9a-f]{64}$/.test(sha256) && { sha256 }),
    });
  }
  return candidates;
}

/** Lines `URI RELEASE/COMPONENT` of `apt-get indextargets`, once each, without passwords. */
export function parseSources(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim().replace(/(:\/\/)[^/@\s]*@/, "$1"));
  return [...new Set(lines.filter((line) => line !== ""))].sort();
}

/** Why `apt-get update` is incomplete; undefined if it is complete. */
export function updateProblem(exitCode: number, output: string): string | undefined {
  const lines = output.split("\n").map((line) => line.trim());
  const problem =
    lines.find((line) => line.startsWith("E: ")) ??
    lines.find((line) => /^W: .*(?:Failed to fetch|GPG error)/.test(line));
  // Older apt exits with 0 if an index could not be downloaded.
  if (exitCode === 0 && !lines.some((line) => /Failed to fetch|index files failed to download|^E: /.test(line))) {
    return undefined;
  }
  return (
    problem?.slice(3, 303) ?? lines.find((line) => line.startsWith("Err:"))?.slice(0, 300) ?? `exit code ${exitCode}`
  );
}

/**
 * Output of the script that unpacks changelogs: a line `MARK deb NAME` before each text, `MARK log` before apt's
 * messages. The mark is random, so that no changelog can contain it.
 */
export function parseUnpacked(text: string, mark: string): { texts: Map<string, string>; log: string } {
  const texts = new Map<string, string>();
  let log = "";
  for (const part of text.split(`${mark} `).slice(1)) {
    const end = part.indexOf("\n");
    const title = end === -1 ? part : part.slice(0, end);
    const body = end === -1 ? "" : part.slice(end + 1);
    if (title === "log") log = body.trim();
    else if (title.startsWith("deb ")) texts.set(title.slice(4), body);
  }
  return { texts, log };
}
