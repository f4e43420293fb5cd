import { Failure } from "../../../domain/failure.ts";
import type { ContainerSpec, Mount } from "../../../domain/workload/container-spec.ts";
import type { Run } from "../types.ts";
import type { TmpfsVolume } from "./adapt-spec.ts";

/** Networks of the run that it joins: none when it is to have none, or the host's. */
export function joined({ network, networks = [] }: ContainerSpec): NonNullable<ContainerSpec["networks"]> {
  return network === "none" || network === "host" ? [] : networks;
}

/** Body of `POST /containers/create`. What the spec leaves out is left to the engine and the image. */
export function createBody(
  run: Run,
  spec: ContainerSpec,
  volumes: readonly { readonly source: string; readonly path: string; readonly readOnly: boolean }[],
  tmpfsVolumes: readonly TmpfsVolume[] = [],
) {
  const ports = [
    ...(spec.ports ?? []).map((port) => `${port}/tcp`),
    ...(spec.udpPorts ?? []).map((port) => `${port}/udp`),
  ];
  const [network] = joined(spec);
  const { safety } = run;
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
    Labels: run.labels,
    Tty: false,
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.command === undefined ? {} : { Cmd: spec.command }),
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.env === undefined ? {} : { Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`) }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    ...(spec.noHealthcheck === true ? { Healthcheck: { Test: ["NONE"] } } : {}),
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
    // More than one at creation needs API 1.44: the others are joined before the start.
    ...(network === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: network.aliases } } } }),
    HostConfig: {
      NetworkMode: network?.name ?? spec.network ?? "bridge",
      // An empty host port lets the engine choose; only this machine may reach it.
      PortBindings:
        spec.network === "host"
          ? {}
          : Object.fromEntries(ports.map((port) => [port, [{ HostIp: "127.0.0.1", HostPort: "" }]])),
      CapDrop: spec.capDrop ?? [],
      CapAdd: spec.capAdd ?? [],
      SecurityOpt: [
        // By itself: Docker warns of `:true`, and older Podman takes no `=true`.
        ...(spec.noNewPrivileges ? ["no-new-privileges"] : []),
        // The API takes the profile itself where the command line takes a file's name.
        ...(spec.seccomp === undefined ? [] : [`seccomp=${spec.seccomp}`]),
      ],
      ReadonlyRootfs: spec.readOnlyRootfs ?? false,
      Tmpfs: spec.tmpfs ?? {},
      // Only this form of a mount has flags.
      ...(binds.length > 0 && { Binds: binds }),
      Mounts: [
        ...volumes.map((volume) => ({
          Type: "volume",
          Source: volume.source,
          Target: volume.path,
          ReadOnly: volume.readOnly,
          // An empty volume would be given the image's owner again.
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
      // MemorySwap counts memory and swap together: equal means no swap, or a limit would only make the container slow.
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      ...(spec.shmBytes === undefined ? {} : { ShmSize: spec.shmBytes }),
      // Docker refuses it where it can't be enforced, and takes the others there.
      ...(spec.cpus === undefined || run.engine.info.withoutLimits.includes("CPU quota")
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
      // Logs are read back through the API, which the engine's default driver may not allow.
      // With one file alone the engine would throw away what is in it; the second says that the first was full.
      LogConfig: { Type: "json-file", Config: { "max-size": String(safety.logBytes), "max-file": "2" } },
    },
  };
}

function isPrepared({ prepared = [] }: ContainerSpec, path: string): boolean {
  return prepared.some((one) => one.path === path);
}

/** A colon in either path would end it there: such a mount keeps its label. */
function isLabelled({ type, source, path, relabel }: Mount): boolean {
  return relabel === true && type === "bind" && !`${source}${path}`.includes(":");
}
