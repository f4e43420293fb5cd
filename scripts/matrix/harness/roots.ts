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
}

const longestMs = 12 * 60_000;

/**
 * The root file system of a Debian suite, made once and kept by suite and packages; `packages.txt` beside it lists the versions. Never
 * written to: engines get an overlay on it. Remove the folder to get newer packages. Undefined where it cannot be made here.
 */
export async function ensureRoot(
  lab: Lab,
  { suite, packages, newer }: Root,
): Promise<{ readonly path: string } | undefined> {
  const all = [...common, ...packages].toSorted();
  const made = JSON.stringify(newer === undefined ? all : [all, newer]);
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
  const pin = (names: string, priority: number) =>
    `Package: ${names}\\nPin: release a=${suite}\\nPin-Priority: ${priority}\\n`;
  const text = `${pin(packages.join(" "), 990)}\\n${pin("*", 1)}`;
  return `mkdir -p "$1/etc/apt/preferences.d" && printf '${text}' > "$1/etc/apt/preferences.d/newer"`;
}
