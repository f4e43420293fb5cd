import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { podmanApart } from "./podman-apart.ts";

const run = promisify(execFile);

/** Where Podman looks for its helpers (containers.conf(5), helper_binaries_dir), beside PATH. */
const helpers = ["/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/libexec/podman", "/usr/lib/podman"];

/** What this machine lacks for a pod of Podman, with what brings it; undefined where all is there. */
async function lacking(): Promise<string | undefined> {
  const has = (program: string): Promise<boolean> =>
    run(program, ["--version"]).then(
      () => true,
      () => false,
    );
  if (!(await has("podman"))) return "Podman is not installed here: apt-get install -y podman catatonit";
  if (process.getuid?.() !== 0) return "Podman is tried as root, and this is another user";
  // The first container of a pod runs it.
  for (const path of ["catatonit", ...helpers.map((folder) => join(folder, "catatonit"))])
    if (await has(path)) return undefined;
  return "Podman starts no pod without catatonit, which is not installed here: apt-get install -y catatonit";
}

/** Podman with storage of its own, so that nothing of this machine's is touched; or why it can't be had. */
export async function ownPodman() {
  const missing = await lacking();
  if (missing !== undefined) return { missing, async [Symbol.asyncDispose]() {} };
  const folder = await mkdtemp(join(tmpdir(), "hullproof-podman-"));
  const runc = await run("sh", ["-c", "command -v runc"]).catch(() => undefined);
  const conf = join(folder, "containers.conf");
  // crun refuses a host with both versions of cgroups.
  const runtime = runc === undefined ? "" : `runtime = "runc"\n[engine.runtimes]\nrunc = ["${runc.stdout.trim()}"]\n`;
  await writeFile(conf, `[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n${runtime}`);
  const env = { ...process.env, CONTAINERS_CONF: conf, PODMAN_IGNORE_CGROUPSV1_WARNING: "1" };
  const own = podmanApart(folder);
  const podman = async (...args: readonly string[]): Promise<string> =>
    (await run("podman", [...own, ...args], { env, maxBuffer: 1 << 24 })).stdout;
  return {
    folder,
    podman,
    async [Symbol.asyncDispose]() {
      await podman("pod", "rm", "--all", "--force", "--time", "0").catch(() => {});
      await podman("system", "reset", "--force").catch(() => {});
      // Its storage keeps a mount of itself.
      await run("umount", ["--recursive", "--lazy", join(folder, "root", "overlay")]).catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}
