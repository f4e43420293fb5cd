import { z } from "zod";
import type { InspectedContainer } from "../../../domain/container/inspected-container.ts";
import type { Healthcheck } from "../../../domain/container/requested-settings.ts";
import { flag, keys, map, number, signal, text, texts, words } from "./go-shapes.ts";
import { hostOf, hostShape } from "./host-shape.ts";

// `docker inspect` of API 1.40 to 1.56, and Podman's responses to the same call and to `podman inspect`. Go encodes
// an empty list as null, and newer engines omit it.

export const healthcheckShape = z
  .object({
    Test: texts,
    Interval: number,
    Timeout: number,
    StartPeriod: number,
    StartInterval: number,
    Retries: number,
  })
  .transform(({ Test, Interval, Timeout, StartPeriod, StartInterval, Retries }): Healthcheck => ({
    test: Test,
    ...(Interval > 0 && { interval: Interval }),
    ...(Timeout > 0 && { timeout: Timeout }),
    ...(StartPeriod > 0 && { startPeriod: StartPeriod }),
    ...(StartInterval > 0 && { startInterval: StartInterval }),
    ...(Retries > 0 && { retries: Retries }),
  }));

const stateShape = z.object({
  Status: text,
  Running: flag,
  OOMKilled: flag,
  ExitCode: number,
  Error: text,
  StartedAt: text,
  FinishedAt: text,
  Health: z
    .object({
      Status: text,
      FailingStreak: number,
      Log: z.array(z.object({ ExitCode: number, Output: text })).nullish(),
    })
    .nullish(),
});

const configShape = z.object({
  Image: text,
  Hostname: text,
  Domainname: text,
  User: text,
  Tty: flag,
  OpenStdin: flag,
  Env: texts,
  Cmd: words,
  Entrypoint: words,
  WorkingDir: text,
  Labels: map,
  ExposedPorts: keys,
  Volumes: keys,
  StopSignal: signal,
  StopTimeout: z.number().nullish(),
  Healthcheck: healthcheckShape.nullish(),
  MacAddress: text,
});

const endpointShape = z
  .object({
    Aliases: texts,
    Links: texts,
    IPAMConfig: z.object({ IPv4Address: text, IPv6Address: text, LinkLocalIPs: texts }).partial().nullish(),
    DriverOpts: map,
  })
  .transform(({ Aliases, Links, IPAMConfig, DriverOpts }) => ({
    aliases: Aliases,
    links: Links,
    ipv4: IPAMConfig?.IPv4Address ?? "",
    ipv6: IPAMConfig?.IPv6Address ?? "",
    linkLocal: IPAMConfig?.LinkLocalIPs ?? [],
    driverOptions: DriverOpts,
  }));

/** One element of the output of `docker inspect CONTAINER`. */
export const inspectedShape = z
  .object({
    Id: z.string().regex(/^[0-9a-f]{64}$/),
    Name: z.string(),
    Image: text,
    State: stateShape,
    RestartCount: number,
    AppArmorProfile: text,
    Config: configShape,
    HostConfig: hostShape,
    Mounts: z
      .array(z.object({ Type: text, Name: text, Source: text, Destination: text, RW: flag, Propagation: text }))
      .nullish()
      .transform((value) => value ?? []),
    NetworkSettings: z.object({ Networks: z.record(z.string(), endpointShape.nullable()).nullish() }).nullish(),
    BoundingCaps: z.array(z.string()).nullish(),
  })
  .transform((answer): InspectedContainer => ({
    id: answer.Id,
    name: answer.Name.replace(/^\//, ""),
    imageId: answer.Image,
    state: stateOf(answer.State),
    restartCount: answer.RestartCount,
    appArmor: answer.AppArmorProfile,
    config: configOf(answer.Config),
    host: hostOf(answer.HostConfig),
    mounts: answer.Mounts.map(({ Type, Name, Source, Destination, RW, Propagation }) => ({
      type: Type,
      name: Name,
      source: Source,
      destination: Destination,
      writable: RW,
      propagation: Propagation,
    })),
    networks: Object.fromEntries(
      Object.entries(answer.NetworkSettings?.Networks ?? {}).flatMap(([name, settings]) =>
        settings === null ? [] : [[name, settings]],
      ),
    ),
    ...(answer.BoundingCaps && { boundingCaps: answer.BoundingCaps }),
  }));

function stateOf(state: z.output<typeof stateShape>): InspectedContainer["state"] {
  const last = state.Health?.Log?.at(-1);
  return {
    status: state.Status,
    running: state.Running,
    oomKilled: state.OOMKilled,
    exitCode: state.ExitCode,
    error: state.Error,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    ...(state.Health &&
      state.Health.Status !== "" &&
      state.Health.Status !== "none" && {
        health: {
          status: state.Health.Status,
          failingStreak: state.Health.FailingStreak,
          ...(last && { exitCode: last.ExitCode, output: last.Output }),
        },
      }),
  };
}

function configOf(config: z.output<typeof configShape>): InspectedContainer["config"] {
  return {
    image: config.Image,
    hostname: config.Hostname,
    domainname: config.Domainname,
    user: config.User,
    tty: config.Tty,
    stdin: config.OpenStdin,
    env: config.Env,
    cmd: config.Cmd,
    entrypoint: config.Entrypoint,
    workingDir: config.WorkingDir,
    labels: config.Labels,
    exposedPorts: config.ExposedPorts,
    volumes: config.Volumes,
    stopSignal: config.StopSignal,
    ...(typeof config.StopTimeout === "number" && { stopTimeout: config.StopTimeout }),
    macAddress: config.MacAddress,
    ...(config.Healthcheck && config.Healthcheck.test.length > 0 && { healthcheck: config.Healthcheck }),
  };
}
