import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { resolveWords } from "../../../secrets/variable-references.ts";
import { tmpfsOptions, withGivenTmpfs } from "../../../dialects/text/tmpfs-options.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import { publishedPorts } from "./ports.ts";

/** The container of one trial. Includes the deployment's grants unless the restrictions differ. */
export function createRequest(image: string, workload: Workload, restrictions: Restrictions): CreateRequest {
  const { grants = {} } = workload;
  const {
    user = workload.user,
    dropAll,
    noNewPrivileges,
    readOnlyRootfs,
    prepared,
    memoryBytes,
    shmBytes = grants.shmBytes,
    cpus,
    pids,
    init = grants.init,
    seccomp,
  } = restrictions;
  const tmpfs = withGivenTmpfs(grants.tmpfs, restrictions.tmpfs);
  const network = restrictions.network ?? grants.network;
  const ports = network === "none" ? [] : publishedPorts(workload);
  const capAdd = restrictions.addCapabilities ?? (dropAll === true ? [] : grants.capabilities);
  const sysctls = { ...grants.sysctls, ...restrictions.sysctls };
  return {
    image,
    name: "trial",
    env: workload.env,
    // Volumes with content or an owner, and shared ones, are created before the container.
    volumes: [
      ...workload.volumes.filter(
        ({ from, owner, shared }) => from === undefined && owner === undefined && shared === undefined,
      ),
      // Named by the session, so that it is removed with it: the engine fills it like an anonymous one.
      ...(restrictions.anonymousVolumes ?? []).map(({ path }, at) => ({ name: `nameless-${at}`, path })),
    ],
    ports: ports.flatMap(({ port, protocol }) => (protocol === "tcp" ? [port] : [])),
    udpPorts: ports.flatMap(({ port, protocol }) => (protocol === "udp" ? [port] : [])),
    // Each life runs it after its steps, like the engine; run by the engine, its times would differ between trials.
    noHealthcheck: true,
    ...defined({
      entrypoint: resolveWords(workload.entrypoint, workload.variables),
      command: resolveWords(workload.command, workload.variables),
      workdir: workload.workdir,
    }),
    ...defined({ stopSignal: workload.stop.signal }),
    ...defined({ user, noNewPrivileges, readOnlyRootfs, memoryBytes, shmBytes, cpus, pids, init, prepared, capAdd }),
    ...defined({ devices: restrictions.devices ?? grants.devices, ulimits: restrictions.ulimits ?? grants.ulimits }),
    ...(seccomp === undefined ? {} : { seccomp: JSON.stringify(seccomp) }),
    ...(dropAll === true ? { capDrop: ["ALL"] } : {}),
    ...(restrictions.tmpfs === undefined && tmpfs.length === 0 ? {} : { tmpfs: tmpfsMap(tmpfs) }),
    ...(network === undefined ? {} : { network: network === "private" ? "bridge" : network }),
    ...(Object.keys(sysctls).length === 0 ? {} : { sysctls }),
  };
}

/** Without undefined values. */
function defined<T extends object>(record: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

/** TCP ports of the container that the workload reaches from outside, sorted. */
export function portsOf(workload: Workload): number[] {
  return publishedPorts(workload).flatMap(({ port, protocol }) => (protocol === "tcp" ? [port] : []));
}

/** The exact text of the emitted file, so that it is the proven profile. */
function tmpfsMap(tmpfs: readonly Tmpfs[]): Record<string, string> {
  return Object.fromEntries(tmpfs.map((mount) => [mount.path, tmpfsOptions(mount)]));
}
