import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { lockFolder } from "../../../test/images/lock-folder.ts";
import { runProgram } from "../../run-program.ts";
import type { Lab } from "./lab.ts";

/** A root as the disk of a kernel of its own, with `init` as its first program; kept beside the root. @throws Error with what failed. */
export async function ensureDisk(lab: Lab, root: string, init: string): Promise<string> {
  const hash = createHash("sha256").update(init).digest("hex").slice(0, 12);
  const disk = join(dirname(root), `disk-${hash}.ext4`);
  if (existsSync(disk)) return disk;
  await using _lock = await lockFolder(`${disk}.lock`);
  if (existsSync(disk)) return disk;
  lab.say("making a disk of the root");
  const [unfinished, file] = [`${disk}.unfinished`, `${disk}.init`];
  await writeFile(file, init);
  const script = `rm -f "$0"; truncate -s 6G "$0"; mke2fs -q -F -t ext4 -E lazy_itable_init=1 -d "$1" "$0"
printf 'write %s matrix-init\\nsif matrix-init mode 0100755\\n' "$2" | debugfs -w -f - "$0"`;
  const made = await runProgram("sh", ["-ec", script, unfinished, root, file], {
    env: lab.env,
    signal: lab.signal,
    timeoutMs: 240_000,
  });
  await rm(file);
  if (made.code !== 0) throw new Error(`no disk: ${made.stderr.trim().slice(-300)}`);
  await rename(unfinished, disk);
  return disk;
}
