import type { Located, ContainerSpec } from "../../src/domain/container/container-spec.ts";
import type { Profile } from "../../src/domain/profile/profile.ts";
import { publishedPorts } from "../../src/dialects/text/published-ports.ts";
import { inodesOf } from "../../src/dialects/text/tmpfs-options.ts";
import { shownEnv, suppliedBy } from "../../src/secrets/env-by-name.ts";

/** What of a profile decides how a container is run, by the profile's own fields, so that two ways of saying it compare equal. */
export type Comparable = Readonly<Record<string, unknown>>;

const sorted = <T>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** A variable that is supplied elsewhere has no value here. */
const supplied = "(supplied)";

export function ofProfile(profile: Profile): Comparable {
  const { workload, user, network = "private" } = profile;
  const env = Object.entries(shownEnv(workload.env));
  const { entrypoint, command = [] } = workload;
  return {
    image: profile.image.name,
    user: `${user.uid}:${user.gid}`,
    capabilities: sorted(profile.capabilities.required),
    seccomp: profile.seccomp !== undefined,
    noNewPrivileges: profile.noNewPrivileges,
    readOnlyRootfs: profile.readOnlyRootfs,
    tmpfs: sorted(
      profile.tmpfs
        .map((mount) => ({ ...mount, exec: mount.exec === true, inodes: inodesOf(mount) }))
        .map(({ path, mode, uid, gid, sizeBytes, exec, inodes }) => ({
          path,
          mode,
          uid,
          gid,
          sizeBytes,
          exec,
          inodes,
        })),
    ),
    volumes: sorted([
      ...profile.volumes.map(({ name, path, from, readOnly }) => ({
        source: from ?? name,
        path,
        readOnly: readOnly === true,
      })),
      ...(profile.anonymousVolumes ?? []).map(({ path }) => ({ source: undefined, path, readOnly: false })),
    ]),
    memoryBytes: profile.memoryBytes,
    memorySwapBytes: profile.memoryBytes,
    shmBytes: profile.shmBytes,
    cpus: profile.cpus,
    pids: profile.pids,
    ulimits: sorted(profile.ulimits ?? []),
    devices: sorted((profile.devices ?? []).map(({ path, permissions }) => ({ path, permissions }))),
    init: profile.init === true,
    network,
    ports:
      network === "private"
        ? publishedPorts(profile).map((port) => `127.0.0.1:${port.replace("/udp", "")}:${port}`)
        : [],
    sysctls: sorted(Object.entries(profile.sysctls)),
    "workload.env": sorted(env.map(([name, value]) => [name, suppliedBy(value) === undefined ? value : supplied])),
    // Engines know one program, and all other words behind it.
    "workload.command": { words: [...(entrypoint ?? []), ...command], ofImage: entrypoint === undefined },
    "workload.stop": { signal: workload.stop.signal, seconds: stopSecondsOf(profile) },
  };
}

/** `byName`: variables that its text leaves to an env file. */
export function ofContainer(container: ContainerSpec, byName: readonly string[] = []): Comparable {
  const value = <T>(said: Located<T> | undefined): T | undefined => said?.value;
  const tmpfs = container.mounts.filter(({ value: { type } }) => type === "tmpfs");
  const entrypoint = value(container.entrypoint);
  const network = value(container.network) ?? "private";
  return {
    image: value(container.image),
    user: value(container.user),
    capabilities: sorted(container.capAdd.map((said) => said.value)),
    seccomp: container.seccomp !== undefined && container.seccomp.value !== "RuntimeDefault",
    noNewPrivileges: value(container.noNewPrivileges) ?? false,
    readOnlyRootfs: value(container.readOnly) ?? false,
    tmpfs: sorted(tmpfs.map((said) => tmpfsOf(said.value, value(container.user) ?? "0:0"))),
    volumes: sorted(
      container.mounts
        .filter(({ value: { type } }) => type !== "tmpfs")
        .map(({ value: { source, path, readOnly } }) => ({ source, path, readOnly })),
    ),
    memoryBytes: value(container.memoryBytes),
    memorySwapBytes: value(container.memorySwapBytes),
    shmBytes: value(container.shmBytes),
    cpus: value(container.cpus),
    pids: value(container.pids),
    ulimits: sorted(container.ulimits.map((said) => said.value)),
    devices: sorted(container.devices.map(({ value: { path, permissions } }) => ({ path, permissions }))),
    init: value(container.init) ?? false,
    network,
    ports: container.ports.map(
      ({ value: { hostIp, published, target, protocol } }) =>
        `${hostIp}:${published}:${target}${protocol === "tcp" ? "" : `/${protocol}`}`,
    ),
    sysctls: sorted(container.sysctls.map(({ value: { name, value: text } }) => [name, text])),
    "workload.env": sorted([
      // Compose refuses to start without them.
      ...container.env.map(({ value: { name, value: text } }) => [
        name,
        text === undefined || /^\$\{\w+(?::\?.*)?\}$/.test(text) ? supplied : text,
      ]),
      ...byName.map((name) => [name, supplied]),
    ]),
    "workload.command": {
      words: [...(entrypoint ?? []), ...(value(container.command) ?? [])],
      ofImage: entrypoint === undefined,
    },
    "workload.stop": { signal: value(container.stopSignal), seconds: value(container.stopSeconds) },
  };
}

function tmpfsOf({ path, options = "" }: ContainerSpec["mounts"][number]["value"], user: string) {
  const said = new Map(
    options.split(",").map((one): [string, string] => {
      const [key = "", value = ""] = one.split(/=(.*)/s, 2);
      return [key, value];
    }),
  );
  const [uid, gid] = said.has("U")
    ? user.split(":").map(Number)
    : [Number(said.get("uid") ?? 0), Number(said.get("gid") ?? 0)];
  const [, digits = "", unit = ""] = /^(\d+)([km]?)$/.exec(said.get("size") ?? "") ?? [];
  const sizeBytes = Number(digits) * (unit === "m" ? 1048576 : unit === "k" ? 1024 : 1);
  return {
    path,
    mode: said.get("mode"),
    uid,
    gid,
    sizeBytes,
    exec: said.has("exec"),
    inodes: Number(said.get("nr_inodes")),
  };
}

/** Engines wait 10 s by themselves. */
function stopSecondsOf({ workload: { stop } }: Profile): number | undefined {
  return stop.timeoutMs > 10_000 ? Math.ceil(stop.timeoutMs / 1000) : undefined;
}
