import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../../src/domain/failure.ts";
import { debianMirrors } from "../../../../test/images/debian-mirrors.ts";
import { execute } from "./execute.ts";
import { archiveHost, type SoakEngine } from "./soak-engine.ts";

export const basesFolder = join(import.meta.dirname, "../bases");
const nodeProgram = join(import.meta.dirname, "../../../../node_modules/node/bin");

/** Target of bases.Dockerfile -> names that stand for it in FROM. */
export const baseNames = {
  debian: ["debian:13", "debian:trixie-slim", "debian:12-slim", "debian", "ubuntu:24.04", "golang:1.25"],
  python: ["python:3.13-slim", "python:3.13", "python:3.12-slim"],
  node: ["node:24-slim", "node:24", "node:22-slim"],
  "odd-debian": ["team/base:1", "team/python:3"],
  dnf: ["almalinux:9", "rockylinux:9", "oraclelinux:9"],
  dnf5: ["fedora:42", "fedora:43", "almalinux:9-minimal", "opensuse/leap:15.6"],
  alpine: ["alpine:3.23", "alpine:3.20", "python:3.13-alpine"],
  busybox: ["busybox:1.37", "nginx:1.29"],
} as const;

const roots = {
  debian: ["ca-certificates", "python3", "python3-pip", "busybox-static", "make"],
  dnf: ["dnf", "createrepo-c", "rpm", "busybox-static", "python3"],
} as const;

/** Hash of what the bases are made of and of what judges: what was judged otherwise is judged again. */
export function basesVersion(): string {
  const hash = createHash("sha256").update(JSON.stringify([roots, baseNames]));
  for (const folder of [basesFolder, join(basesFolder, "bin"), join(import.meta.dirname, "../judge")])
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isFile()) hash.update(readFileSync(join(folder, entry.name)));
  return hash.digest("hex").slice(0, 12);
}

/** Root file systems of Debian, in `state` once they are made: half a minute each. Throws `bad-config`. */
export async function makeRoots(state: string, progress: (text: string) => void, signal: AbortSignal): Promise<void> {
  await mkdir(state, { recursive: true });
  let mirror: string | undefined;
  await Promise.all(
    Object.entries(roots).map(async ([name, packages]) => {
      const file = rootFile(state, name);
      if (existsSync(file)) return;
      mirror ??= (await debianMirrors()).main;
      progress(`making the root file system ${name}`);
      const excludes = ["doc", "man", "locale"].map((one) => `--dpkgopt=path-exclude=/usr/share/${one}/*`);
      const answer = await execute(
        "mmdebstrap",
        [
          "--quiet",
          "--variant=minbase",
          `--include=${packages.join(",")}`,
          ...excludes,
          ...["pkgcache", "srcpkgcache"].map((cache) => `--aptopt=Dir::Cache::${cache} ""`),
          '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname" "$1/etc/apt/sources.list"',
          "trixie",
          `${file}.tmp.tar`,
          `deb ${mirror} trixie main`,
        ],
        { env: process.env, signal, timeoutMs: 900_000 },
      ).catch(() => undefined);
      if (answer?.exitCode !== 0)
        throw new Failure(
          "bad-config",
          `mmdebstrap made no root file system: ${answer?.stderr.trim().split("\n").at(-1) ?? "it is not installed"}`,
          {
            hint: "Run `apt-get install mmdebstrap`, and see whether `apt-get update` reaches the archive.",
          },
        );
      await rename(`${file}.tmp.tar`, file);
    }),
  );
}

const rootFile = (state: string, name: string): string => join(state, `root-${name}.tar`);

/** Makes the archives and every base of the engine. Throws `build-failed`. */
export async function makeBases(
  engine: SoakEngine,
  folders: { readonly state: string; readonly archives: string },
): Promise<void> {
  const ask = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr } = await engine.docker(args);
    if (exitCode !== 0)
      throw new Failure("build-failed", `docker ${args[0]} failed: ${stderr.slice(-2000)}`, {
        hint: "Read the message above.",
      });
  };
  const build = (file: string, ...args: string[]): Promise<void> =>
    ask("buildx", "build", "--quiet", "--network", "none", "--file", join(basesFolder, file), ...args, basesFolder);
  for (const name of Object.keys(roots)) await ask("import", rootFile(folders.state, name), `soak-root/${name}`);
  await build("archives.Dockerfile", "--output", `type=local,dest=${folders.archives}`);
  for (const target of [...Object.keys(baseNames), "compare", "calls"]) {
    const names = Object.entries(baseNames).find(([name]) => name === target)?.[1] ?? [];
    const tags = [`soak-base/${target}`, ...names].flatMap((name) => ["--tag", name]);
    const more = ["--build-context", `node-program=${nodeProgram}`, "--build-arg", `HOST=${archiveHost}`];
    await build("bases.Dockerfile", "--target", target, ...more, ...tags);
  }
}
