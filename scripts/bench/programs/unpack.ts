import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianMirrors } from "../../../test/images/debian-mirrors.ts";
import type { DebianProgram } from "./known.ts";

export interface Unpacked {
  readonly name: string;
  /** Upstream's part of Debian's version; undefined: the release has no such package. */
  readonly version: string | undefined;
}

/** Downloads the packages of a release with an apt of their own folders and unpacks them below `root`, which gets no package database. */
export async function unpackPrograms(
  programs: readonly DebianProgram[],
  { suite, scratch, root }: { readonly suite: string; readonly scratch: string; readonly root: string },
): Promise<Unpacked[]> {
  const { main, security } = await debianMirrors();
  for (const folder of ["lists/partial", "archives/partial", "debs"])
    mkdirSync(join(scratch, folder), { recursive: true });
  mkdirSync(root);
  const keys = ["gpg", "pgp"].map((ending) => `/usr/share/keyrings/debian-archive-keyring.${ending}`).find(existsSync);
  const signed = keys === undefined ? "" : `[signed-by=${keys}] `;
  writeFileSync(
    join(scratch, "sources.list"),
    `deb ${signed}${main} ${suite} main\ndeb ${signed}${security} ${suite}-security main\n`,
  );
  const settings = {
    "Dir::State": scratch,
    "Dir::State::lists": join(scratch, "lists"),
    "Dir::State::status": "/dev/null",
    "Dir::Cache": scratch,
    "Dir::Cache::archives": join(scratch, "archives"),
    "Dir::Etc::sourcelist": join(scratch, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "APT::Sandbox::User": "root",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const debs = join(scratch, "debs");
  const apt = (...words: string[]) =>
    execFileSync("apt-get", [...options, "-qq", ...words], {
      cwd: debs,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 600_000,
    });
  apt("update");
  return programs.map(({ name, packages, version: own = (debian) => debian }) => {
    let found: string | undefined;
    for (const alternatives of packages) {
      const before = new Set(readdirSync(debs));
      const one = alternatives.split("|").find((candidate) => downloads(() => apt("download", candidate)));
      const file = one === undefined ? undefined : readdirSync(debs).find((deb) => !before.has(deb));
      if (file === undefined) continue;
      execFileSync("dpkg-deb", ["-x", join(debs, file), root]);
      const debian = execFileSync("dpkg-deb", ["-f", join(debs, file), "Version"], { encoding: "utf8" }).trim();
      found ??= own(upstreamOf(debian));
    }
    return { name, version: found };
  });
}

/** Without epoch, revision and what Debian adds: `1:2.39.5+dfsg-0+deb12u3` is 2.39.5. */
function upstreamOf(debian: string): string {
  return (
    debian
      .replace(/^\d+:/, "")
      .replace(/-[^-]*$/, "")
      .replace(/[~+.-](?:dfsg|ds|repack).*$/, "")
      // The build of a JDK.
      .replace(/\+\d+$/, "")
  );
}

function downloads(download: () => unknown): boolean {
  try {
    download();
    return true;
  } catch {
    return false;
  }
}
