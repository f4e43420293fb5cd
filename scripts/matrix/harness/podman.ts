import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answers, endContainers, startLogged } from "./docker.ts";
import type { Lab } from "./lab.ts";
import { openMachine } from "./machine.ts";
import { ownLimits, writeFewerLimits } from "./fewer-limits.ts";
import { ensureRoot } from "./roots.ts";
import { someone } from "./someone.ts";
import type { Missing, OpenEngine } from "./row.ts";

export interface PodmanOptions {
  readonly suite: string;
  readonly runtime: "crun" | "runc";
  /** Beyond podman. */
  readonly packages: readonly string[];
  /** Its containers are given the limits that this machine can give, which its API does not take from containers.conf. */
  readonly fewerLimits?: boolean;
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
  "aardvark-dns",
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
  { suite, runtime, packages, fewerLimits = false, rootless = false }: PodmanOptions,
): Promise<OpenEngine | Missing> {
  if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
  const root = await ensureRoot(lab, { suite, packages: ["podman", ...packages] });
  if (root === undefined) return { missing: `a root of Debian ${suite} cannot be made here` };
  // crun refuses a machine with both versions of cgroups; this one's own stay as they are.
  const oneVersion = `umount "$1"/sys/fs/cgroup/unified 2>/dev/null || true`;
  const storage = { [rootless ? someone.home : "/var/lib/containers"]: "data" };
  const machine = await openMachine(lab, {
    name,
    root: root.path,
    storage,
    prepare: rootless ? `${oneVersion}\n${someone.prepare}` : oneVersion,
  });
  const conf = join(machine.folder, "containers.conf");
  const own = join(machine.folder, runtime);
  if (fewerLimits) await writeFewerLimits(own, `/usr/bin/${runtime}`);
  const { nofile, nproc } = await ownLimits();
  const limits = `"nofile=${nofile}:${nofile}", "nproc=${nproc}:${nproc}"`;
  const runtimes = fewerLimits ? `[engine.runtimes]\n${runtime} = ["${own}"]\n` : "";
  await writeFile(conf, `${confText(runtime, limits)}${runtimes}`);
  const socket = join(machine.folder, rootless ? "tmp" : "", "podman.sock");
  const host = `unix://${socket}`;
  const env = {
    ...lab.env,
    CONTAINERS_CONF: conf,
    PODMAN_IGNORE_CGROUPSV1_WARNING: "1",
    ...(rootless && someone.env),
  };
  const enter = [...machine.enter, ...(rootless ? someone.enter : [])];
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
    // Its own client builds what docker's cannot without BuildKit.
    env: {
      DOCKER_HOST: host,
      CONTAINERS_CONF: conf,
      PODMAN_IGNORE_CGROUPSV1_WARNING: "1",
      ...(rootless && someone.env),
    },
    ...(rootless && { uid: someone.uid }),
    ...(fewerLimits && {
      note: "Podman 4 asks for a million processes and open files in each container, which takes CAP_SYS_RESOURCE that this machine lacks: its runtime is given fewer",
    }),
  };
}

/** Podman 4 asks for a million open files and processes, which takes more than a machine without CAP_SYS_RESOURCE may give. */
function confText(runtime: string, limits: string): string {
  return `[containers]
default_ulimits = [${limits}]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "${runtime}"
`;
}
