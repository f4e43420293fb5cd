import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answers, endContainers, startLogged } from "./docker.ts";
import type { Lab } from "./lab.ts";
import { openMachine } from "./machine.ts";
import { ensureRoot } from "./roots.ts";
import type { Missing, OpenEngine } from "./row.ts";

export interface PodmanOptions {
  readonly suite: string;
  readonly runtime: "crun" | "runc";
  /** Beyond podman. */
  readonly packages: readonly string[];
  /** By a user without privileges, who runs hullproof, too. */
  readonly rootless?: boolean;
}

/** Of Debian 13: one root for all of its rows. */
export const podman5: readonly string[] = [
  "docker-cli",
  "docker-buildx",
  "docker-compose",
  "crun",
  "runc",
  "netavark",
  "nftables",
  "catatonit",
  "uidmap",
  "passt",
  "fuse-overlayfs",
];

/** Podman's service in a root of a Debian suite; hullproof and the docker client in it speak to its socket. */
export async function startPodman(
  lab: Lab,
  name: string,
  { suite, runtime, packages, rootless = false }: PodmanOptions,
): Promise<OpenEngine | Missing> {
  if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
  const root = await ensureRoot(lab, { suite, packages: ["podman", ...packages] });
  if (root === undefined) return { missing: `a root of Debian ${suite} cannot be made here` };
  // crun refuses a machine with both versions of cgroups; this one's own stay as they are.
  const oneVersion = `umount "$1"/sys/fs/cgroup/unified 2>/dev/null || true`;
  const home = "/home/someone";
  const storage = { [rootless ? home : "/var/lib/containers"]: "data" };
  const machine = await openMachine(lab, {
    name,
    root: root.path,
    storage,
    prepare: rootless ? `${oneVersion}\n${someone(home)}` : oneVersion,
  });
  const conf = join(machine.folder, "containers.conf");
  await writeFile(conf, `[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\nruntime = "${runtime}"\n`);
  const socket = join(machine.folder, rootless ? "tmp" : "", "podman.sock");
  const host = `unix://${socket}`;
  const user = { HOME: home, XDG_RUNTIME_DIR: "/run/someone" };
  const env = {
    ...lab.env,
    CONTAINERS_CONF: conf,
    PODMAN_IGNORE_CGROUPSV1_WARNING: "1",
    ...(rootless && user),
  };
  const enter = [...machine.enter, ...(rootless ? ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"] : [])];
  const daemon = startLogged(lab, { ...machine, enter }, "podman", env, [
    "podman",
    "system",
    "service",
    "--time=0",
    host,
  ]);
  lab.defer(() => endContainers(lab, machine.client, host, daemon));
  await answers(lab, host, daemon, join(machine.folder, "podman.log"));
  return {
    host,
    enter,
    client: machine.client,
    env: { DOCKER_HOST: host, TMPDIR: join(machine.folder, "tmp"), ...(rootless && user) },
    ...(rootless && { uid: 1000 }),
  };
}

/** A user with ids of its own for what its containers run as. */
function someone(home: string): string {
  return `
echo someone:x:1000:1000::${home}:/bin/sh >> "$1/etc/passwd"
echo someone:x:1000: >> "$1/etc/group"
echo someone:100000:65536 > "$1/etc/subuid"
echo someone:100000:65536 > "$1/etc/subgid"
mkdir -p "$1/run/someone"
chown 1000:1000 "$1/run/someone" "$1${home}"`;
}
