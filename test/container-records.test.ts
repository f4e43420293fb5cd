// What three engines said of the same three containers, recorded on 2026-11-28 (test/container-records): read, and without what the image and the engine give.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RequestedSettings } from "../src/domain/container/requested-settings.ts";
import type { EngineDefaults } from "../src/domain/container/inspected-container.ts";
import { requestedSettings } from "../src/dialects/engine/read/requested-settings.ts";
import compose from "../src/dialects/compose/emit/compose.ts";
import dockerRun from "../src/dialects/run-line/emit/docker-run.ts";
import kubernetes from "../src/dialects/kubernetes/emit/kubernetes.ts";
import { shownValues } from "../src/dialects/print/shown-values.ts";
import { ofInspect } from "../src/dialects/engine/read.ts";
import { inheritedShape } from "../src/sources/engine/containers/inherited-shape.ts";
import { inspectedShape } from "../src/sources/engine/containers/inspected-shape.ts";

interface Recorded {
  readonly image: unknown;
  readonly info: { readonly LoggingDriver: string; readonly CgroupVersion: string; readonly DefaultRuntime: string };
  readonly containers: readonly unknown[];
}

type Json = { [key: string]: any };

/** `change` is done to each of the containers. */
function given(engine: string, change: (container: Json) => void = () => {}): readonly RequestedSettings[] {
  const record = JSON.parse(
    readFileSync(join(import.meta.dirname, "container-records", `${engine}.json`), "utf8"),
  ) as Recorded;
  const { inherited } = inheritedShape.parse(record.image);
  const { LoggingDriver, CgroupVersion, DefaultRuntime } = record.info;
  const defaults: EngineDefaults = {
    engine: engine.startsWith("podman") ? "podman" : "docker",
    cgroupVersion: CgroupVersion === "2" ? 2 : 1,
    logDriver: LoggingDriver,
    runtime: DefaultRuntime,
  };
  for (const container of record.containers) change(container as Json);
  return record.containers.map((one) => requestedSettings(inspectedShape.parse(one), inherited, defaults));
}

/** What of it was asked for: empty lists and maps, `false` and absent are the same. */
function asked(settings: RequestedSettings | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings ?? {}).filter(
      ([key, value]) =>
        key !== "notes" &&
        key !== "engine" &&
        value !== undefined &&
        value !== false &&
        !(typeof value === "object" && Object.keys(value as object).length === 0),
    ),
  );
}

const engines = ["docker-26.1.5", "docker-29", "podman-5.4.2"] as const;

test("what this machine's kernel can't set, links and addresses in a network are read, and what has no option is a note", () => {
  const [, rich] = given("docker-26.1.5", ({ Config, HostConfig, NetworkSettings }) => {
    Config.MacAddress = "02:42:00:00:00:01";
    HostConfig.BlkioDeviceReadBps = [{ Path: "/dev/sda", Rate: 1_048_576 }];
    HostConfig.BlkioWeightDevice = [{ Path: "/dev/sda", Weight: 200 }];
    HostConfig.CpuRealtimeRuntime = 950_000;
    HostConfig.VolumeDriver = "";
    const network = NetworkSettings.Networks["hp-recorded"];
    if (network === undefined) return;
    network.Links = ["db:sql", "cache"];
    network.IPAMConfig = { LinkLocalIPs: ["169.254.8.8"] };
    NetworkSettings.Networks.second = { ...network, Links: ["db:other"] };
  });
  expect(rich).toMatchObject({
    macAddress: "02:42:00:00:00:01",
    links: ["db:sql", "cache"],
    attachments: [{ linkLocal: ["169.254.8.8"] }, {}],
    blkioDevices: [
      { what: "weight", path: "/dev/sda", rate: 200 },
      { what: "readBps", path: "/dev/sda", rate: 1_048_576 },
    ],
  });
  expect(rich?.notes.filter((note) => /link|HostConfig/.test(note))).toEqual([
    "network second has the link db:other: docker network connect --link",
    "HostConfig.CpuRealtimeRuntime is set, which hullproof does not write",
  ]);
});

test("of a health check whose command is the image's only its times are the container's own", () => {
  const health = { Test: ["CMD", "probe"], Interval: 5_000_000_000 };
  const record = JSON.parse(
    readFileSync(join(import.meta.dirname, "container-records/docker-26.1.5.json"), "utf8"),
  ) as {
    containers: Json[];
  };
  const container = record.containers[0] ?? {};
  container["Config"].Healthcheck = health;
  const inherited = inheritedShape.parse({
    Id: `sha256:${"0".repeat(64)}`,
    Config: { Healthcheck: { Test: health.Test } },
  }).inherited;
  const engine = { engine: "docker", cgroupVersion: 2, logDriver: "json-file", runtime: "runc" } as const;
  const settings = requestedSettings(inspectedShape.parse(container), inherited, engine);
  const shown = shownValues(settings, true);
  const line = dockerRun.container(settings, shown);
  expect(line.text).toContain("--health-interval 5000000000ns");
  expect(line.text).not.toContain("--health-cmd");
  expect(line.losses).toEqual([]);
  expect(compose.container(settings, shown).text).toMatch(/healthcheck:\n +interval: "?5000000000ns/);
  expect(kubernetes.container(settings, shown).text).toContain("probe");
});

test("an alias or host name is kept even if the container's id begins with it; only the short id is left out", () => {
  const named = (id: string) =>
    given("docker-26.1.5", (container) => {
      container.Id = id;
      container.Config.Hostname = "c";
      for (const one of Object.values<Json>(container.NetworkSettings.Networks)) one.Aliases = ["c", "c0ffee000000"];
      container.NetworkSettings.Networks = { backend: Object.values<Json>(container.NetworkSettings.Networks)[0] };
      container.HostConfig.NetworkMode = "backend";
    })[0];
  const settings = named(`c0ffee${"0".repeat(58)}`);
  expect(settings?.hostname).toBe("c");
  expect(settings?.attachments[0]?.aliases).toEqual(["c"]);
  expect(named("d".repeat(64))?.attachments[0]?.aliases).toEqual(["c", "c0ffee000000"]);
});

describe.each(engines)("%s", (engine) => {
  const podman = engine.startsWith("podman");
  const [plain, rich, privileged] = given(engine);

  test("a container that asked for nothing says nothing but its image and its name", () => {
    const image = podman ? "docker.io/library/hp-audit-img:latest" : "hp-audit-img";
    expect(asked(plain)).toEqual({ name: "recorded-plain", image });
    expect(plain?.notes).toHaveLength(1);
  });

  test("a container that asked for much says just that", () => {
    const { env, mounts, ports, tmpfs, attachments, health, ...rest } = asked(rich);
    expect(rest).toEqual({
      name: "recorded-rich",
      image: podman ? "docker.io/library/hp-audit-img:latest" : "hp-audit-img",
      user: "1000:1000",
      capDrop: ["ALL"],
      capAdd: ["CHOWN", "NET_BIND_SERVICE"],
      noNewPrivileges: true,
      readOnly: true,
      memoryBytes: 67_108_864,
      memorySwapBytes: 67_108_864,
      cpus: 0.5,
      pids: 20,
      ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
      network: "hp-recorded",
      restart: "on-failure:3",
      stopSeconds: 3,
      labelValues: { a: "b" },
    });
    expect(new Map((env as RequestedSettings["env"]).map(({ name, value }) => [name, value]))).toEqual(
      new Map([
        ["API_TOKEN", "abc"],
        ["MODE", "fast"],
      ]),
    );
    expect(tmpfs).toEqual([{ path: "/tmp", options: "size=64m,mode=1777" }]);
    expect((attachments as RequestedSettings["attachments"]).map(({ network, aliases }) => [network, aliases])).toEqual(
      [["hp-recorded", ["web"]]],
    );
    expect(health).toMatchObject({ test: ["CMD-SHELL", "true"], interval: 5_000_000_000 });
    // Of the image's own volume nothing is said.
    const targets = (mounts as RequestedSettings["mounts"]).map(({ path, readOnly }) => [path, readOnly]);
    expect(targets).toEqual([
      ["/anon", false],
      ["/data", true],
      ["/host-etc", true],
    ]);
    expect((mounts as RequestedSettings["mounts"]).every(({ words }) => words.length === 0)).toBe(true);
    // Podman keeps the port that it chose as if it had been asked for.
    expect((ports as RequestedSettings["ports"]).map(({ target, protocol }) => `${target}/${protocol}`)).toEqual([
      "53/udp",
      "80/tcp",
    ]);
    if (!podman) expect((ports as RequestedSettings["ports"])[0]?.published).toBeUndefined();
  });

  test("of a privileged one what privileged means is not said again", () => {
    expect(asked(privileged)).toEqual({
      name: "recorded-privileged",
      image: podman ? "docker.io/library/hp-audit-img:latest" : "hp-audit-img",
      privileged: true,
      pid: "host",
      entrypoint: ["/bin/sh"],
      command: ["-c", "sleep 600"],
    });
  });

  test("each setting of the one model of all dialects is named as the engine names it", () => {
    const written = ofInspect(rich as RequestedSettings);
    expect(written).toMatchObject({
      dialect: "engine",
      serves: true,
      readOnly: { value: true, pointer: "HostConfig.ReadonlyRootfs", at: { setting: "HostConfig.ReadonlyRootfs" } },
      memoryBytes: { value: 67_108_864, pointer: "HostConfig.Memory" },
      cpus: { value: 0.5, pointer: "HostConfig.NanoCpus" },
      pids: { value: 20 },
      user: { value: "1000:1000", pointer: "Config.User" },
      restart: { value: "on-failure:3" },
      noNewPrivileges: { value: true, pointer: "HostConfig.SecurityOpt" },
    });
    expect(written.capAdd.map(({ value, pointer }) => [value, pointer])).toEqual([
      ["CHOWN", "HostConfig.CapAdd[0]"],
      ["NET_BIND_SERVICE", "HostConfig.CapAdd[1]"],
    ]);
    expect(written.privileged).toBeUndefined();
  });
});
