import { Failure } from "../../../domain/failure.ts";
import type { CreateRequest, Mount } from "../../../domain/container/create-request.ts";
import type { EngineSession } from "../types.ts";
import type { TmpfsVolume } from "./adapt-spec.ts";

/** Networks of the run to join: empty for no network, or for the host's. */
export function joined({ network, networks = [] }: CreateRequest): NonNullable<CreateRequest["networks"]> {
  return network === "none" || network === "host" ? [] : networks;
}

/** Body of `POST /containers/create`. The engine and the image provide settings that the request omits. */
export function createBody(
  session: EngineSession,
  spec: CreateRequest,
  volumes: readonly { readonly source: string; readonly path: string; readonly readOnly: boolean }[],
  tmpfsVolumes: readonly TmpfsVolume[] = [],
) {
  const ports = [
    ...(spec.ports ?? []).map((port) => `${port}/tcp`),
    ...(spec.udpPorts ?? []).map((port) => `${port}/udp`),
  ];
  const [network] = joined(spec);
  const { safety } = session;
  const memoryBytes = Math.min(spec.memoryBytes ?? Infinity, safety.memoryBytes);
  if (ports.length > 0 && spec.network === "none") {
    throw new Failure("bad-usage", "A container without a network cannot publish ports.", {
      hint: "Leave out the ports, or use the bridge network.",
    });
  }
  const binds = [
    ...tmpfsVolumes.map(({ source, path, flags }) => `${source}:${path}:${flags}`),
    ...(spec.mounts ?? [])
      .filter(isLabelled)
      .map(({ source, path, readOnly }) => `${source}:${path}:${readOnly === true ? "ro" : "rw"},z`),
  ];
  return {
    Image: spec.image,
    Labels: session.labels,
    Tty: false,
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.command === undefined ? {} : { Cmd: spec.command }),
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.env === undefined ? {} : { Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`) }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    ...(spec.noHealthcheck === true ? { Healthcheck: { Test: ["NONE"] } } : {}),
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
    // More than one network at creation needs API 1.44, so the others are joined before the start.
    ...(network === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: network.aliases } } } }),
    HostConfig: {
      NetworkMode: network?.name ?? spec.network ?? "bridge",
      // With an empty host port the engine chooses one; only this machine may connect.
      PortBindings:
        spec.network === "host"
          ? {}
          : Object.fromEntries(ports.map((port) => [port, [{ HostIp: "127.0.0.1", HostPort: "" }]])),
      CapDrop: spec.capDrop ?? [],
      CapAdd: spec.capAdd ?? [],
      SecurityOpt: [
        // Without a value: Docker warns about `:true`, and older Podman rejects `=true`.
        ...(spec.noNewPrivileges ? ["no-new-privileges"] : []),
        // The API expects the profile itself, the command line a file name.
        ...(spec.seccomp === undefined ? [] : [`seccomp=${spec.seccomp}`]),
      ],
      ReadonlyRootfs: spec.readOnlyRootfs ?? false,
      Tmpfs: spec.tmpfs ?? {},
      // Only this form of a mount supports flags.
      ...(binds.length > 0 && { Binds: binds }),
      Mounts: [
        ...volumes.map((volume) => ({
          Type: "volume",
          Source: volume.source,
          Target: volume.path,
          ReadOnly: volume.readOnly,
          // An empty volume would get the image's owner again.
          ...(isPrepared(spec, volume.path) && { VolumeOptions: { NoCopy: true } }),
        })),
        ...(spec.mounts ?? [])
          .filter((mount) => !isLabelled(mount))
          .map((mount) => ({
            Type: mount.type,
            Source: mount.source,
            Target: mount.path,
            ReadOnly: mount.readOnly ?? false,
            ...((mount.noCopy === true || (mount.type === "volume" && isPrepared(spec, mount.path))) && {
              VolumeOptions: { NoCopy: true },
            }),
          })),
      ],
      // MemorySwap is the sum of memory and swap: equal values mean no swap; with swap a limit would only slow the container down.
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      ...(spec.shmBytes === undefined ? {} : { ShmSize: spec.shmBytes }),
      // Docker rejects it if it cannot be enforced, but accepts the others.
      ...(spec.cpus === undefined || session.engine.info.withoutLimits.includes("CPU quota")
        ? {}
        : { NanoCpus: Math.round(spec.cpus * 1e9) }),
      PidsLimit: Math.min(spec.pids ?? Infinity, safety.tasks),
      ...(spec.ulimits === undefined
        ? {}
        : { Ulimits: spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) }),
      ...(spec.devices === undefined
        ? {}
        : {
            Devices: spec.devices.map(({ path, permissions }) => ({
              PathOnHost: path,
              PathInContainer: path,
              CgroupPermissions: permissions,
            })),
          }),
      ...(spec.sysctls === undefined ? {} : { Sysctls: spec.sysctls }),
      Init: spec.init ?? false,
      // Logs are read through the API, which the engine's default driver may not support. With a single file the
      // engine would discard its content; the second one shows that the first was full.
      LogConfig: { Type: "json-file", Config: { "max-size": String(safety.logBytes), "max-file": "2" } },
    },
  };
}

function isPrepared({ prepared = [] }: CreateRequest, path: string): boolean {
  return prepared.some((one) => one.path === path);
}

/** A colon in either path would act as a separator: such a mount keeps its label. */
function isLabelled({ type, source, path, relabel }: Mount): boolean {
  return relabel === true && type === "bind" && !`${source}${path}`.includes(":");
}
