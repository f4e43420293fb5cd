import { describe, expect, it } from "vitest";
import { composeContainers } from "../../../test/compose-containers.ts";
import type { Located, ContainerSpecs } from "../../domain/container/container-spec.ts";

/** The text at the place of a value, with its file; and that of the key with the value. */
function shower({ texts }: ContainerSpecs) {
  return ({ at, whole }: Pick<Located<unknown>, "at" | "whole">): readonly unknown[] =>
    [at, whole].flatMap<unknown>((one) =>
      one === undefined
        ? []
        : "span" in one
          ? [`${one.file}: ${texts.get(one.file)?.slice(one.span.start, one.span.end)}`]
          : [one],
    );
}

function service(lines: readonly string[], name = "web") {
  const all = composeContainers(["services:", `  ${name}:`, ...lines.map((line) => `    ${line}`), ""].join("\n"));
  const [found] = all.containers;
  if (found === undefined) throw new Error("no service");
  return { ...found, show: shower(all) };
}

describe("places", () => {
  it("locate a value, its key, an item of a list, and the service's key", () => {
    const { at, privileged, memoryBytes, capAdd, show } = service([
      "privileged:   true # why",
      'mem_limit: "256m"',
      "cap_add: [SYS_ADMIN,",
      "  'NET_RAW']",
    ]);
    expect(show({ at })).toEqual(["compose.yaml: web"]);
    expect(show(privileged!)).toEqual(["compose.yaml: true", "compose.yaml: privileged:   true"]);
    expect(show(memoryBytes!)).toEqual(['compose.yaml: "256m"', 'compose.yaml: mem_limit: "256m"']);
    expect(memoryBytes).toMatchObject({ value: 256 * 1024 * 1024, written: "256m", pointer: "services.web.mem_limit" });
    expect(capAdd.map(show)).toEqual([["compose.yaml: SYS_ADMIN"], ["compose.yaml: 'NET_RAW'"]]);
  });

  it("point to an anchor, and to a merged map", () => {
    const all = composeContainers(
      "x-caps: &caps [SYS_ADMIN]\nx-base: &base\n  privileged: true\n  mem_limit: &memory 1g\nservices:\n  web:\n    <<: *base\n    image: app\n    cap_add: *caps\n    memswap_limit: *memory\n",
    );
    const [web] = all.containers;
    const show = shower(all);
    expect(show(web!)).toEqual(["compose.yaml: web"]);
    expect(show(web!.privileged!)).toEqual(["compose.yaml: true", "compose.yaml: privileged: true"]);
    expect(show(web!.capAdd[0]!)).toEqual(["compose.yaml: SYS_ADMIN"]);
    expect(show(web!.memorySwapBytes!)).toEqual(["compose.yaml: 1g"]);
  });

  it("point to the service's own key for an alias", () => {
    const all = composeContainers("x-app: &app\n  image: app\nservices:\n  one: *app\n  two: *app\n");
    expect(all.containers.map(({ at }) => shower(all)({ at }))).toEqual([["compose.yaml: one"], ["compose.yaml: two"]]);
    expect(all.containers.map(({ image }) => shower(all)(image!)[0])).toEqual([
      "compose.yaml: app",
      "compose.yaml: app",
    ]);
  });

  it("are in the file with the value: base, override, include, extends", () => {
    const all = composeContainers(
      "include: [inner/more.yaml]\nservices:\n  web:\n    extends: {file: common.yaml, service: app}\n    image: app\n    privileged: true\n    cap_add: [A]\n",
      {
        "compose.override.yaml": "services:\n  web:\n    privileged: false\n    cap_add: [B]\n",
        "common.yaml": "services:\n  app:\n    user: root\n    cap_add: [C]\n",
        "inner/more.yaml": "services:\n  inner:\n    image: inner\n    volumes: ['./data:/data']\n",
      },
      ["compose.yaml", "compose.override.yaml"],
    );
    const show = shower(all);
    const web = all.containers.find(({ name }) => name === "web")!;
    const inner = all.containers.find(({ name }) => name === "inner")!;
    expect(show(web)).toEqual(["compose.yaml: web"]);
    expect(show(web.privileged!)).toEqual(["compose.override.yaml: false", "compose.override.yaml: privileged: false"]);
    expect(show(web.user!)).toEqual(["common.yaml: root", "common.yaml: user: root"]);
    expect(web.capAdd.map((one) => show(one)[0])).toEqual([
      "common.yaml: C",
      "compose.yaml: A",
      "compose.override.yaml: B",
    ]);
    expect(show(inner)).toEqual(["inner/more.yaml: inner"]);
    expect(inner.mounts).toMatchObject([{ value: { type: "bind", source: "./data" }, written: "./data:/data" }]);
  });

  it("are correct with CRLF and multibyte characters", () => {
    const all = composeContainers("# ä 🐳\r\nservices:\r\n  web:\r\n    image: app\r\n    user: root\r\n");
    expect(shower(all)(all.containers[0]!.user!)).toEqual(["compose.yaml: root", "compose.yaml: user: root"]);
  });
});

describe("forms", () => {
  it("prefers limits of deploy and ignores pids of 0", () => {
    const found = service([
      "mem_limit: 2g",
      "cpus: 2",
      "pids_limit: 100",
      "deploy:",
      "  resources:",
      "    limits: {cpus: '0.5', memory: 1g, pids: 0}",
      "    reservations: {memory: 64m, devices: [{capabilities: [gpu]}]}",
      "  restart_policy: {condition: on-failure, max_attempts: 5}",
      "restart: always",
    ]);
    expect(found).toMatchObject({
      memoryBytes: { value: 2 ** 30, pointer: "services.web.deploy.resources.limits.memory" },
      cpus: { value: 0.5 },
      pids: { value: 100 },
      memoryReservationBytes: { value: 64 * 1024 * 1024 },
      restart: { value: "on-failure:5" },
      devices: [{ value: { source: "gpus=all" } }],
    });
  });

  it("reads short and long mounts alike", () => {
    const { mounts } = service([
      "volumes:",
      "  - /etc:/host:ro",
      "  - {type: bind, source: /etc, target: /host2, read_only: true, bind: {propagation: shared}}",
      "  - data:/data",
      "  - ${DATA}:/open",
      "  - {type: tmpfs, target: /t, tmpfs: {size: 1m}}",
      "tmpfs: /tmp:size=64m",
      "use_api_socket: true",
    ]);
    expect(mounts.map(({ value }) => value)).toMatchObject([
      { type: "bind", source: "/etc", path: "/host", readOnly: true },
      { type: "bind", source: "/etc", path: "/host2", readOnly: true, propagation: "shared" },
      { type: "volume", source: "data", path: "/data", readOnly: false },
      { type: "bind", source: "${DATA}", path: "/open" },
      { type: "tmpfs", path: "/t" },
      { type: "tmpfs", path: "/tmp", options: "size=64m" },
      { type: "bind", source: "/var/run/docker.sock" },
    ]);
    expect(mounts[1]?.written).toMatch(/\/etc/);
  });

  it("reads a volume bound to a host folder as a bind mount", () => {
    const { containers } = composeContainers(
      "services:\n  web:\n    image: app\n    volumes: ['root:/host']\nvolumes:\n  root:\n    driver: local\n    driver_opts: {type: none, o: bind, device: /etc}\n",
    );
    expect(containers[0]?.mounts).toMatchObject([{ value: { type: "bind", source: "/etc", path: "/host" } }]);
  });

  it("reads ports, devices and security options in both forms", () => {
    const found = service([
      'ports: ["127.0.0.1:8080:80", 443, "${PORT}:90", {target: 53, published: "53", protocol: udp}]',
      "devices: ['/dev/sda:/dev/xvda:r', {source: /dev/fuse, target: /dev/fuse}]",
      "security_opt: ['no-new-privileges:true', seccomp:unconfined, label=disable, systempaths=unconfined]",
      "ulimits: {nproc: 10, nofile: {soft: 1, hard: 2}}",
      "sysctls: ['net.a=1']",
      "gpus: all",
    ]);
    expect(found.ports.map(({ value }) => value)).toMatchObject([
      { hostIp: "127.0.0.1", published: "8080", target: "80", protocol: "tcp" },
      { target: "443" },
      { published: "${PORT}", target: "90" },
      { published: "53", target: "53", protocol: "udp" },
    ]);
    expect(found.ports[1]?.value).not.toHaveProperty("published");
    expect(found).toMatchObject({
      noNewPrivileges: { value: true },
      seccomp: { value: "unconfined" },
      labels: [{ value: "disable" }],
      unmasked: { value: true },
      ulimits: [{ value: { soft: 10, hard: 10 } }, { value: { soft: 1, hard: 2 } }],
      sysctls: [{ value: { name: "net.a", value: "1" } }],
      devices: [
        { value: { source: "/dev/sda", path: "/dev/xvda", permissions: "r" } },
        { value: { source: "/dev/fuse" } },
        { value: { source: "gpus=all" } },
      ],
    });
  });

  it("reads commands, health and stop settings", () => {
    expect(
      service([
        "command: serve --port '80 81'",
        "entrypoint: [a, b]",
        "healthcheck: {test: [NONE]}",
        "stop_grace_period: 1m30s",
      ]),
    ).toMatchObject({
      command: { value: ["serve", "--port", "80 81"] },
      entrypoint: { value: ["a", "b"] },
      health: { value: "off" },
      stopSeconds: { value: 90 },
    });
  });

  it("reads hooks as fragments with their own user", () => {
    const { containers } = composeContainers(
      "services:\n  web:\n    image: app\n    post_start:\n      - command: chown x\n        user: root\n        privileged: true\n",
    );
    expect(containers[1]).toMatchObject({
      fragment: true,
      user: { value: "root", pointer: "services.web.post_start[0].user" },
      privileged: { value: true },
    });
  });
});

describe("variables", () => {
  it("keeps unset variables and applies defaults", () => {
    const { image, memoryBytes, user, cpus } = service([
      "image: app:${TAG}",
      "mem_limit: ${MEM:?}",
      "cpus: ${CPUS:-0.5}",
      "user: ${UID:-1000}",
    ]);
    expect(image?.value).toBe("app:${TAG}");
    expect(memoryBytes).toMatchObject({ written: "${MEM:?}" });
    expect(memoryBytes?.value).toBeNaN();
    expect(cpus).toMatchObject({ value: 0.5, written: "${CPUS:-0.5}" });
    expect(user?.value).toBe("1000");
  });

  it("marks privileges from variables as unknown", () => {
    expect(service(["read_only: ${RO}"]).unknown).toMatch(/RO/);
    expect(service(["image: ${IMAGE}"]).unknown).toBeUndefined();
  });
});

it("treats a service that others wait to complete as one-shot, one of a profile as serving", () => {
  const { containers } = composeContainers(
    "services:\n  web:\n    image: app\n    depends_on: {migrate: {condition: service_completed_successfully}}\n  migrate:\n    image: app\n  debug:\n    image: app\n    profiles: [debug]\n  model:\n    provider: {type: model}\n",
  );
  expect(containers.map(({ name, serves }) => [name, serves])).toEqual([
    ["web", true],
    ["migrate", false],
    ["debug", true],
  ]);
});
