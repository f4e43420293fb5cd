import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { debianMirrors } from "../../../test/images/debian-mirrors.ts";
import { lockFolder } from "../../../test/images/lock-folder.ts";
import { runProgram } from "../../run-program.ts";
import type { Lab } from "./lab.ts";

export interface Root {
  /** `bookworm` */
  readonly suite: string;
  readonly packages: readonly string[];
  /** Packages that another suite has in a newer version. */
  readonly newer?: { readonly suite: string; readonly packages: readonly string[] };
  /** Packages that apt never installs there. */
  readonly held?: readonly string[];
}

const longestMs = 12 * 60_000;

/**
 * The root file system of a Debian suite, made once and kept by suite and packages; `packages.txt` beside it lists the versions. Never
 * written to: engines get an overlay on it. Remove the folder to get newer packages. Undefined where it cannot be made here.
 */
export async function ensureRoot(
  lab: Lab,
  { suite, packages, newer, held }: Root,
): Promise<{ readonly path: string } | undefined> {
  const all = [...common, ...packages].toSorted();
  const made = JSON.stringify(newer === undefined && held === undefined ? all : [all, newer, held]);
  const hash = createHash("sha256").update(made).digest("hex").slice(0, 12);
  const folder = join(lab.cache, "roots", `${suite}-${hash}`);
  const path = join(folder, "root");
  if (existsSync(folder)) return { path };
  await mkdir(join(lab.cache, "roots"), { recursive: true });
  await using _lock = await lockFolder(`${folder}.lock`);
  if (existsSync(folder)) return { path };
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  lab.say(`making a root of Debian ${suite} with ${packages.join(", ")}`);
  const { main } = await debianMirrors();
  const ended = await runProgram(
    "mmdebstrap",
    [
      "--quiet",
      "--mode=root",
      "--variant=minbase",
      "--format=directory",
      // Suites that are no release let their date pass.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      '--aptopt=APT::Install-Recommends "false"',
      ...["doc", "man", "locale"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
      ...(newer === undefined ? [] : [`--setup-hook=${preferred(newer)}`]),
      ...(held === undefined ? [] : [`--setup-hook=${heldBack(held)}`]),
      `--include=${all.join(",")}`,
      suite,
      join(unfinished, "root"),
      `deb ${main} ${suite} main`,
      ...(newer === undefined ? [] : [`deb ${main} ${newer.suite} main`]),
    ],
    { timeoutMs: longestMs, env: lab.env, signal: lab.signal },
  ).catch(() => undefined);
  if (ended?.code !== 0) {
    lab.say(`no root of ${suite}: ${ended === undefined ? "mmdebstrap is not installed" : ended.stderr.slice(-500)}`);
    await rm(unfinished, { recursive: true, force: true });
    return undefined;
  }
  const query = ["-W", `--admindir=${join(unfinished, "root/var/lib/dpkg")}`];
  const { stdout } = await runProgram("dpkg-query", query);
  await writeFile(join(unfinished, "packages.txt"), stdout);
  await rename(unfinished, folder);
  return { path };
}

const common = ["iproute2", "iptables", "ca-certificates", "procps", "busybox-static"];

/** Shell that has apt take these from the other suite, and all else from the first (apt_preferences(5)). */
function preferred({ suite, packages }: NonNullable<Root["newer"]>): string {
  return preferences("newer", [pin(packages.join(" "), `release a=${suite}`, 990), pin("*", `release a=${suite}`, 1)]);
}

function heldBack(packages: readonly string[]): string {
  return preferences("held", [pin(packages.join(" "), "release *", -1)]);
}

const pin = (names: string, release: string, priority: number): string =>
  `Package: ${names}\\nPin: ${release}\\nPin-Priority: ${priority}\\n`;

function preferences(name: string, pins: readonly string[]): string {
  return `mkdir -p "$1/etc/apt/preferences.d" && printf '${pins.join("\\n")}' > "$1/etc/apt/preferences.d/${name}"`;
}
