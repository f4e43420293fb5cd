import { chmod, readFile, writeFile } from "node:fs/promises";

/** Most that our own processes may have, proc_pid_limits(5): to raise it takes CAP_SYS_RESOURCE. */
export async function ownLimits(): Promise<Readonly<Record<"nofile" | "nproc", number>>> {
  const text = await readFile("/proc/self/limits", "utf8");
  const most = (what: string): number =>
    Number(new RegExp(`^Max ${what}\\s+\\S+\\s+(\\d+)`, "mu").exec(text)?.[1] ?? asked);
  return { nofile: Math.min(asked, most("open files")), nproc: Math.min(podmansOwn, most("processes")) };
}

/** Podman 4 lowers its own number of processes to this, and what it starts cannot have more. */
const podmansOwn = 32_768;
/** Of open files and processes, by Podman 4 for each container that comes through its API, whatever containers.conf says. */
const asked = 1_048_576;

/** A runtime at `path` that is `runtime`, but for limits that this machine cannot give. */
export async function writeFewerLimits(path: string, runtime: string): Promise<void> {
  const { nofile, nproc } = await ownLimits();
  const lower = (name: string, most: number): string =>
    `-e 's/\\("type":"RLIMIT_${name}","hard":\\)${asked}\\(,"soft":\\)${asked}/\\1${most}\\2${most}/'`;
  await writeFile(
    path,
    `#!/bin/sh
before=
for word do
  if [ "$before" = --bundle ]; then sed -i ${lower("NOFILE", nofile)} ${lower("NPROC", nproc)} "$word/config.json"; fi
  before=$word
done
exec ${runtime} "$@"
`,
  );
  await chmod(path, 0o755);
}
