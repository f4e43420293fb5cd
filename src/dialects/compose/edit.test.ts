import { describe, expect, it } from "vitest";
import { composeContainers } from "../../../test/compose-containers.ts";
import type { SpecChange } from "../../domain/container/spec-change.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { editProblem } from "../../edits/yaml/verify.ts";
import { changeSpec } from "../../edits/change-spec.ts";

type Change = SpecChange | ((container: ContainerSpec) => SpecChange);

/** The files that a change of a service edits, or why it is refused. Every edit stands up to `editProblem`. */
function changed(
  files: Readonly<Record<string, string>>,
  change: Change,
  name = "web",
  layers = ["compose.yaml"],
): unknown {
  const { "compose.yaml": base = "", ...others } = files;
  const all = composeContainers(base, others, layers);
  const container = all.containers.find((one) => one.name === name);
  if (container === undefined) throw new Error(`no service ${name}`);
  const result = changeSpec(all, container, typeof change === "function" ? change(container) : change);
  if ("refused" in result) return result.refused;
  const edited = [...Map.groupBy(result.edits, ({ file }) => file)].map(([file, edits]) => {
    const before = all.texts.get(file) ?? "";
    const after = applyEdits(before, edits);
    expect(
      editProblem(
        before,
        after,
        (result.data ?? []).filter((one) => one.file === file),
      ),
      after,
    ).toBeUndefined();
    return [file, after] as const;
  });
  return Object.fromEntries(edited);
}

/** Of a service `web` with these lines. */
function service(lines: readonly string[], change: Change): unknown {
  const text = (all: readonly string[]): string =>
    `services:\n  web:\n    image: app\n${all.map((line) => `    ${line}\n`).join("")}`;
  const made = changed({ "compose.yaml": text(lines) }, change);
  if (typeof made === "string") return made;
  const after = (made as Record<string, string>)["compose.yaml"] ?? "";
  return after
    .slice(text([]).length)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(4));
}

it("keeps JSON valid", () => {
  const text = '{"services": {"web": {"image": "app"}}}\n';
  expect(changed({ "compose.yaml": text }, { set: "readOnly", to: true })).toMatch(/^the file is JSON/);
});

describe("one service", () => {
  it.each<[readonly string[], Change, readonly string[]]>([
    [["tty: true"], { set: "readOnly", to: true }, ["tty: true", "read_only: true"]],
    [["read_only: false # why"], { set: "readOnly", to: true }, ["read_only: true # why"]],
    [["user: root"], { set: "user", to: "1000:1000" }, ['user: "1000:1000"']],
    [["user: 'root'"], { set: "user", to: "1000" }, ["user: '1000'"]],
    [[], { set: "user", to: "1000" }, ['user: "1000"']],
    [[], { set: "init", to: true }, ["init: true"]],
    [[], { set: "noNewPrivileges", to: true }, ["security_opt:", "  - no-new-privileges:true"]],
    [
      ["security_opt: [label=disable]"],
      { set: "noNewPrivileges", to: true },
      ["security_opt: [label=disable, no-new-privileges:true]"],
    ],
    [
      ["security_opt:", "  - no-new-privileges:false"],
      { set: "noNewPrivileges", to: true },
      ["security_opt:", "  - no-new-privileges:true"],
    ],
    [
      ["security_opt:", "- seccomp:unconfined"],
      { set: "seccomp", to: "a$b.json" },
      ["security_opt:", '- "seccomp=a$$b.json"'],
    ],
    [[], { add: "capDrop", value: "ALL" }, ["cap_drop:", "  - ALL"]],
    [["cap_add: [CHOWN]"], { add: "capAdd", value: "SETUID" }, ["cap_add: [CHOWN, SETUID]"]],
    [["tmpfs: /run"], { add: "tmpfs", value: "/tmp:size=64m" }, ["tmpfs: [/run, /tmp:size=64m]"]],
    [[], { set: "memoryBytes", to: 2 ** 28 }, ["mem_limit: 256m"]],
    [["mem_limit: 1g"], { set: "memoryBytes", to: 1000 }, ["mem_limit: 1000b"]],
    [
      ["deploy:", "  resources:", "    limits: {cpus: '1'}"],
      { set: "memoryBytes", to: 2 ** 20 },
      ["deploy:", "  resources:", "    limits: {cpus: '1', memory: 1m}"],
    ],
    [
      ["deploy:", "  resources:", "    limits:", "      memory: 1g"],
      { set: "pids", to: 100 },
      ["deploy:", "  resources:", "    limits:", "      memory: 1g", "      pids: 100"],
    ],
    [
      ["deploy:", "  resources:", "    limits:", "      memory: 1g"],
      { set: "cpus", to: 0.5 },
      ["deploy:", "  resources:", "    limits:", "      memory: 1g", '      cpus: "0.5"'],
    ],
    [
      ["deploy:", "  resources:", "    limits: {memory: 1g}", "mem_limit: 1g"],
      { set: "memoryBytes", to: 2 ** 31 },
      ["deploy:", "  resources:", "    limits: {memory: 2g}", "mem_limit: 2g"],
    ],
    [
      ["deploy: {resources: {reservations: {memory: 1m}}}"],
      { set: "memoryBytes", to: 2 ** 31 },
      ["deploy: {resources: {reservations: {memory: 1m}}}", "mem_limit: 2g"],
    ],
    [["mem_limit: 1g"], { set: "memorySwapBytes", to: 2 ** 30 }, ["mem_limit: 1g", "memswap_limit: 1g"]],
    [
      ["cpu_shares: 8 # why"],
      ({ cpuShares }) => ({ set: "cpus", to: 0.5, insteadOf: cpuShares! }),
      ["cpus: 0.5 # why"],
    ],
    [["cpu_quota: 20000 # mine"], { set: "cpus", to: 0.123 }, ["cpu_quota: 12300 # mine"]],
    [["cpu_quota: 20000", "cpu_period: 50000"], { set: "cpus", to: 0.5 }, ["cpu_quota: 25000", "cpu_period: 50000"]],
    [["cpu_period: 50000"], { set: "cpus", to: 2 }, ["cpu_period: 50000", "cpu_quota: 100000"]],
    [
      ["cpu_shares: 8", "cpu_period: 50000"],
      ({ cpuShares }) => ({ set: "cpus", to: 0.5, insteadOf: cpuShares! }),
      ["cpu_period: 50000", "cpu_quota: 25000"],
    ],
    [["privileged: true # why", "tty: true"], ({ privileged }) => ({ remove: privileged! }), ["# why", "tty: true"]],
    [["cap_add: [A, B]"], ({ capAdd }) => ({ remove: capAdd[0]! }), ["cap_add: [B]"]],
    [["cap_add:", "  - A", "tty: true"], ({ capAdd }) => ({ remove: capAdd[0]! }), ["tty: true"]],
    [
      ["volumes:", "  - a:/a", "  - type: bind", "    source: /", "    target: /h", "tty: true"],
      ({ mounts }) => ({ remove: mounts[1]! }),
      ["volumes:", "  - a:/a", "tty: true"],
    ],
    [
      ["environment:", "  TOKEN: abc # why"],
      ({ env }) => ({ fromCaller: env[0]!, name: "TOKEN" }),
      ["environment:", '  TOKEN: "${TOKEN:?set TOKEN}" # why'],
    ],
    [
      ["environment: ['TOKEN=abc', B=c]"],
      ({ env }) => ({ fromCaller: env[0]!, name: "TOKEN" }),
      ["environment: ['TOKEN=${TOKEN:?set TOKEN}', B=c]"],
    ],
    [
      ["ports:", "  - 8080:80"],
      ({ ports }) => ({ replace: ports[0]!, by: "127.0.0.1:8080:80" }),
      ["ports:", '  - "127.0.0.1:8080:80"'],
    ],
    [["networks: [a]"], ({ image }) => ({ replace: image!, by: "app:2" }), []],
    [[], { set: "network", to: "none" }, ["network_mode: none"]],
  ])("%j", (lines, change, expected) => {
    if (expected.length > 0) expect(service(lines, change)).toEqual(expected);
    else expect(JSON.stringify(service(lines, change))).not.toContain("refused");
  });

  it.each<[readonly string[], Change, string]>([
    [
      ["read_only: ${RO:-false}"],
      { set: "readOnly", to: true },
      "the value comes from a variable, ${RO:-false}; write it by hand for service web",
    ],
    [["use_api_socket: true"], { set: "readOnly", to: true }, "use_api_socket"],
    [["security_opt: [no-new-privileges:true]"], { set: "noNewPrivileges", to: true }, "is said already"],
    [["cap_drop: [cap_chown]"], { add: "capDrop", value: "CHOWN" }, "CHOWN is said already"],
    [["volumes: ['data:/tmp/']"], { add: "tmpfs", value: "/tmp:size=1m" }, "/tmp is a mount already"],
    [["mem_reservation: 1g"], { set: "memoryBytes", to: 2 ** 20 }, "more memory than this is reserved"],
    [["memswap_limit: 1g"], { set: "memoryBytes", to: 2 ** 31 }, "memory and swap together is lower"],
    [["ports: ['80:80']"], { set: "network", to: "none" }, "no network_mode beside ports"],
    [["cap_add: [A,", "  B]"], { add: "capAdd", value: "C" }, "over several lines"],
    [["cap_add: !override [A]"], { add: "capAdd", value: "C" }, "!override says how it is merged"],
    [
      ["image: app:${TAG}"].slice(1),
      ({ image }) => ({ replace: { ...image!, written: "app:${TAG}" }, by: "x" }),
      "comes from a variable",
    ],
    [["cpu_period: ${P:-50000}"], { set: "cpus", to: 0.5 }, "cpu_period"],
    [["cpu_period: 5000"], { set: "cpus", to: 0.1 }, "cpu_period"],
  ])("refused: %j", (lines, change, reason) => {
    expect(service(lines, change)).toContain(reason);
  });

  it("reports a secret from content under a read-only root, but not one from a file", () => {
    const text = (how: string): string =>
      `services:\n  web:\n    image: app\n    secrets: [{source: s, target: x}]\nsecrets:\n  s: {${how}}\n`;
    expect(changed({ "compose.yaml": text("environment: S") }, { set: "readOnly", to: true })).toContain(
      "secrets.s comes from `environment`",
    );
    expect(changed({ "compose.yaml": text("file: ./s") }, { set: "readOnly", to: true })).toMatchObject({
      "compose.yaml": expect.stringContaining("read_only: true") as string,
    });
  });
});

describe("layers", () => {
  const base = "services:\n  web:\n    image: app\n    cap_add: [A]\n";
  const over = "services:\n  web:\n    cap_add: [B]\n    user: root\n";
  const both = ["compose.yaml", "compose.override.yaml"];

  it("edits the layer with the value, or else the service's first definition", () => {
    const files = { "compose.yaml": base, "compose.override.yaml": over };
    expect(changed(files, { set: "user", to: "1" }, "web", both)).toEqual({
      "compose.override.yaml": over.replace("root", '"1"'),
    });
    expect(changed(files, { set: "noNewPrivileges", to: true }, "web", both)).toEqual({
      "compose.yaml": `${base}    security_opt:\n      - no-new-privileges:true\n`,
    });
    expect(changed(files, ({ capAdd }) => ({ remove: capAdd[1]! }), "web", both)).toEqual({
      "compose.override.yaml": "services:\n  web:\n    user: root\n",
    });
  });

  it("adds no-new-privileges to the root of an extends chain to avoid duplicates", () => {
    const text = "services:\n  base:\n    image: app\n  mid:\n    extends: base\n  web:\n    extends: {service: mid}\n";
    const expected = {
      "compose.yaml": text.replace("image: app\n", "image: app\n    security_opt:\n      - no-new-privileges:true\n"),
    };
    for (const name of ["base", "mid", "web"])
      expect(changed({ "compose.yaml": text }, { set: "noNewPrivileges", to: true }, name)).toEqual(expected);
  });

  it("edits another file too, and keeps a value in the service", () => {
    const files = {
      "compose.yaml": "services:\n  web:\n    extends: {file: lib/common.yaml, service: app}\n",
      "lib/common.yaml": "services:\n  app:\n    image: app\n    read_only: false\n",
    };
    expect(changed(files, { set: "noNewPrivileges", to: true })).toMatchObject({
      "lib/common.yaml": expect.stringContaining("security_opt") as string,
    });
    expect(changed(files, { set: "readOnly", to: true })).toEqual({
      "compose.yaml": `${files["compose.yaml"]}    read_only: true\n`,
    });
  });

  it("adds limits next to those of the extended service", () => {
    const text =
      "services:\n  base:\n    image: app\n    deploy: {resources: {limits: {memory: 1g}}}\n  web:\n    extends: base\n";
    expect(changed({ "compose.yaml": text }, { set: "pids", to: 10 })).toEqual({
      "compose.yaml": `${text}    deploy:\n      resources:\n        limits:\n          pids: 10\n`,
    });
  });

  it("edits an included service in its file, or on both sides if written on both", () => {
    const one = "services:\n  web:\n    image: app\n";
    const files = { "compose.yaml": "include: [inner/compose.yaml]\nservices: {}\n", "inner/compose.yaml": one };
    expect(changed(files, { set: "init", to: true })).toEqual({ "inner/compose.yaml": `${one}    init: true\n` });
    const twice = { "compose.yaml": `include: [inner/compose.yaml]\n${one}`, "inner/compose.yaml": one };
    expect(changed(twice, { set: "init", to: true })).toEqual({
      "compose.yaml": `${twice["compose.yaml"]}    init: true\n`,
      "inner/compose.yaml": `${one}    init: true\n`,
    });
    const unlike = { ...twice, "compose.yaml": `${twice["compose.yaml"]}    tty: true\n` };
    expect(changed(unlike, { set: "init", to: true })).toContain("written differently on both sides of an include");
  });

  it("refuses values from << or an alias, with the reason", () => {
    const merged =
      "x-base: &base\n  read_only: false\n  cap_add: [A]\nservices:\n  web:\n    <<: *base\n    image: app\n  db:\n    <<: *base\n";
    expect(changed({ "compose.yaml": merged }, { set: "readOnly", to: true })).toContain("read_only comes by <<");
    expect(changed({ "compose.yaml": merged }, ({ capAdd }) => ({ remove: capAdd[0]! }))).toContain(
      "it is said in x-base.cap_add",
    );
    expect(changed({ "compose.yaml": merged }, { set: "init", to: true })).toMatchObject({
      "compose.yaml": expect.stringContaining("image: app\n    init: true") as string,
    });
    const alias = "x-app: &app\n  image: app\nservices:\n  web: *app\n  db: *app\n";
    expect(changed({ "compose.yaml": alias }, { set: "init", to: true })).toContain("*app stands there");
  });
});
