import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProject as read, type Files } from "../../../test/compose/read-project.ts";
import type { ComposeModelRequest } from "./read-compose-model.ts";

/** The output must not contain `undefined`. */
function expectFields(actual: unknown, expected: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(expected))
    if (value === undefined) expect(actual).not.toHaveProperty(key);
    else expect(actual).toMatchObject({ [key]: value });
}

/** One service `a`, which has an image already. */
function service(lines: string, request: Partial<ComposeModelRequest> = {}, others: Files = {}): unknown {
  const text = `name: p\nservices:\n  a:\n    image: x\n${lines.replaceAll(/^(?=.)/gm, "    ")}\n`;
  const { model } = read({ "compose.yaml": text, ...others }, request);
  return (model as { services: { a: unknown } }).services.a;
}

describe("a service's forms", () => {
  it.each([
    ["command: a 'b c' && d", { command: ["a", "b c"] }],
    ["command: []", { command: [] }],
    ["entrypoint:", { entrypoint: null }],
    ["environment: [A=1, B, C=]", { environment: { A: "1", B: null, C: "" } }],
    ["environment: {A: true, B: 1.50, C: , D: 0755}", { environment: { A: "true", B: "1.5", C: null, D: "493" } }],
    ["labels: [a, b=c=d]", { labels: { a: "", b: "c=d" } }],
    ["tmpfs: /run", { tmpfs: ["/run"] }],
    ["dns: 1.1.1.1", { dns: ["1.1.1.1"] }],
    ["read_only: yes", { read_only: true }],
    ["init: false", { init: false }],
    ["privileged: false", { privileged: undefined }],
    ["mem_limit: 64m", { mem_limit: "67108864" }],
    ["mem_limit: 1.5gb", { mem_limit: "1610612736" }],
    ["mem_limit: 512b", { mem_limit: "512" }],
    ["cpus: '0.5'", { cpus: 0.5 }],
    ["scale: 0", { scale: 0 }],
    ["stop_grace_period: 90s", { stop_grace_period: "1m30s" }],
    [
      "healthcheck: {test: curl x, interval: 1500ms}",
      { healthcheck: { test: ["CMD-SHELL", "curl x"], interval: "1.5s" } },
    ],
    ["ulimits: {nofile: 10, nproc: {soft: 1, hard: 2}}", { ulimits: { nofile: 10, nproc: { soft: 1, hard: 2 } } }],
    [
      "devices: [/dev/x, '/dev/y:/dev/z:r']",
      {
        devices: [
          { source: "/dev/x", target: "/dev/x", permissions: "rwm" },
          { source: "/dev/y", target: "/dev/z", permissions: "r" },
        ],
      },
    ],
    ["extra_hosts: {b: '::1', a: [1.1.1.1, 2.2.2.2]}", { extra_hosts: ["a=1.1.1.1", "a=2.2.2.2", "b=::1"] }],
    ["expose: [80, '81']", { expose: ["80", "81"] }],
    ["deploy: {replicas: 0}", { deploy: { replicas: 0, resources: {}, placement: {} } }],
    ["x-note: 1", { "x-note": undefined }],
    ["hostname: a$$b", { hostname: "a$$b" }],
    ["ports: ['8000-8001:80']", { ports: [{ mode: "ingress", target: 80, published: "8000-8001", protocol: "tcp" }] }],
    [
      "ports: ['[::1]:53:53/UDP']",
      { ports: [{ mode: "ingress", host_ip: "::1", target: 53, published: "53", protocol: "udp" }] },
    ],
    [
      "ports: ['8080:80', {target: 80, published: '8080'}]",
      { ports: [{ mode: "ingress", target: 80, published: "8080", protocol: "tcp" }] },
    ],
    ["volumes: ['v:/v']", { volumes: [{ type: "volume", target: "v:/v", volume: {} }] }],
    [
      "volumes: ['/h:/c:ro,z,nonsense']",
      { volumes: [{ type: "bind", source: "/h", target: "/c", read_only: true, bind: { selinux: "z" } }] },
    ],
    ["security_opt: [a, 'b:c']", { security_opt: ["a", "b:c"] }],
  ])("%s", (lines, expected) => {
    expectFields(service(lines), expected);
  });

  it("resolves relative paths from the folder", () => {
    const { cwd, model } = read({ "compose.yaml": "services: {a: {build: ./b/, volumes: ['./c/../d:/x/']}}" });
    expect(model).toMatchObject({
      services: {
        a: {
          build: { context: join(cwd, "b"), dockerfile: "Dockerfile" },
          volumes: [{ source: join(cwd, "d"), target: "/x" }],
        },
      },
    });
  });
});

describe("files that docker compose refuses, with file and line", () => {
  it.each([
    ["user: 1000", "compose.yaml:5: services.a.user must be a string"],
    ["cap_add: CHOWN", "compose.yaml:5: services.a.cap_add must be a array"],
    ["nonsense: 1", "compose.yaml:5: services.a additional properties 'nonsense' not allowed"],
    ["read_only: ''", "compose.yaml:5: services.a.read_only"],
    ["hostname: ${1}", "compose.yaml:5: invalid interpolation format for services.a.hostname."],
    ["hostname: ${A:?set it}", "required variable A is missing a value: set it"],
    ["tty: true\ntty: false", 'compose.yaml:6: mapping key "tty" already defined at line 5'],
    ["labels: {1: a}", "non-string key in services.a.labels: 1"],
    ["mem_limit: lots", "services.a.mem_limit: invalid size: 'lots'"],
    ["cpus: 1\ndeploy: {resources: {limits: {memory: 1m}}}", "can't set distinct values on 'cpus'"],
    ["networks: [n]", 'service "a" refers to undefined network n'],
    ["depends_on: [a]", "dependency cycle detected: a -> a"],
    ["depends_on: [b]", 'service "a" depends on undefined service "b"'],
    ["network_mode: host\nnetworks: [default]", "mutually exclusive"],
    ["tmpfs: [/x]\nvolumes: [/x]", "target /x already mounted as services.a.tmpfs[0]"],
    ["ports: ['1:2:3:4']", "invalid IP address"],
    ["devices: ['a:b:c:d']", "confusing device mapping"],
    ["command: 'a \"b'", "invalid command line string"],
    ["env_file: none.env", "env file none.env not found"],
    ["extends: b", 'cannot extend service "a": service "b" not found'],
    ["extends: a", "Circular reference"],
    ["extends: {service: a, file: ../other.yaml}", "../other.yaml was not read: it lies outside"],
  ])("%s", (lines, message) => {
    expect(() => service(lines)).toThrow(message);
  });

  it("rejects an alias bomb in time", () => {
    const bomb = ["x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg", "gh"])
      bomb.push(`x-${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(", ")}]`);
    expect(() => read({ "compose.yaml": bomb.join("\n") })).toThrow("stands for more than 100000 values");
  });

  it("rejects excessive nesting and include cycles", () => {
    expect(() => read({ "compose.yaml": `x-a: ${"[".repeat(3000)}${"]".repeat(3000)}` })).toThrow("nested");
    expect(() => read({ "compose.yaml": "include: [b.yaml]", "b.yaml": "include: [compose.yaml]" })).toThrow(
      "include cycle detected: compose.yaml includes b.yaml includes compose.yaml",
    );
  });
});

/** Attributes of service `a` in a base and an override. */
function merged(base: string, over: string): unknown {
  const { model } = read(
    {
      "compose.yaml": `services: {a: {image: x, ${base}}}\nvolumes: {vv: , ww: }`,
      "over.yaml": `services: {a: {${over}}}`,
    },
    { files: ["compose.yaml", "over.yaml"] },
  );
  return (model as { services: { a: unknown } }).services.a;
}

describe("merging an override", () => {
  it.each([
    ["command: a", "command: [b]", { command: ["b"] }],
    ["security_opt: [a, b]", "security_opt: [b, c]", { security_opt: ["a", "b", "c"] }],
    ["command: a", "command: ", { command: null }],
    ["read_only: true", "read_only: ", { read_only: true }],
    ["cap_add: [A]", "cap_add: []", { cap_add: ["A"] }],
    ["cap_add: [A, B]", "cap_add: [B, C]", { cap_add: ["A", "B", "C"] }],
    ["cap_add: [A]", "cap_add: !reset []", { cap_add: undefined }],
    ["cap_add: [A]", "cap_add: !override [C]", { cap_add: ["C"] }],
    ["environment: {A: 1, B: 2}", "environment: [B=3, C]", { environment: { A: "1", B: "3", C: null } }],
    ["environment: {A: 1, B: 2}", "environment: {A: !reset null}", { environment: { B: "2" } }],
    ["labels: [a=1]", "labels: {a: 2}", { labels: { a: "2" } }],
    ["ports: ['80:80']", "ports: ['127.0.0.1:80:80']", { ports: [{ published: "80" }, { host_ip: "127.0.0.1" }] }],
    [
      "volumes: ['vv:/d', '/e']",
      "volumes: ['ww:/d:ro']",
      { volumes: [{ source: "ww", read_only: true }, { target: "/e" }] },
    ],
    ["tmpfs: ['/x:size=1m']", "tmpfs: ['/x:size=2m']", { tmpfs: ["/x:size=2m"] }],
    [
      "logging: {driver: a, options: {o: 1}}",
      "logging: {driver: b}",
      { "logging.options": undefined, logging: { driver: "b" } },
    ],
    ["logging: {options: {o: 1}}", "logging: {driver: b}", { logging: { driver: "b", options: { o: "1" } } }],
    ["build: .", "build: {target: t}", { build: { target: "t", context: expect.any(String) as unknown } }],
    ["ulimits: {n: 1}", "ulimits: {n: {soft: 1, hard: 2}, m: 3}", { ulimits: { n: { soft: 1, hard: 2 }, m: 3 } }],
    [
      "extra_hosts: ['a:1.1.1.1']",
      "extra_hosts: ['a:1.1.1.1', 'b:2.2.2.2']",
      { extra_hosts: ["a=1.1.1.1", "b=2.2.2.2"] },
    ],
  ])("%s + %s", (base, over, expected) => {
    expectFields(merged(base, over), expected);
  });

  it.each([
    ["deploy: {replicas: 1}", "deploy: 1"],
    ["cap_add: [A]", "cap_add: A"],
  ])("refuses %s + %s", (base, over) => {
    expect(() => merged(base, over)).toThrow(/over\.yaml:1: cannot override services\.a\./);
  });

  it("merges documents of one file, and maps by <<", () => {
    const text =
      "x-c: &c {cap_add: [A], init: true}\nservices: {a: {<<: *c, image: x, init: false}}\n---\nservices: {a: {cap_add: [B]}}";
    expect(read({ "compose.yaml": text }).model).toMatchObject({
      services: { a: { cap_add: ["A", "B"], init: false } },
    });
  });
});

describe("extends, include and profiles", () => {
  it("extends a service, with paths relative to its own file", () => {
    const files = {
      "compose.yaml": "services: {a: {extends: {service: b, file: sub/base.yaml}, cap_drop: [X]}}",
      "sub/base.yaml":
        "services: {b: {extends: c, build: ., cap_drop: [Y]}, c: {cap_drop: [Z], init: true, nonsense: !reset 1}}",
    };
    const { cwd, model } = read(files);
    expect(model).toMatchObject({
      services: { a: { cap_drop: ["Z", "Y", "X"], init: true, build: { context: join(cwd, "sub") } } },
    });
  });

  it("includes files with their own .env below the outer variables", () => {
    const files = {
      "compose.yaml": "include: [sub/compose.yaml]\nservices: {b: {image: x, depends_on: [a]}}",
      ".env": "OUTER=outer\n",
      "sub/compose.yaml": "services: {a: {image: '${INNER}-${OUTER}', volumes: ['./d:/d']}}",
      "sub/.env": "INNER=inner\nOUTER=lost\n",
    };
    const { cwd, model } = read(files);
    expect(model).toMatchObject({
      services: { a: { image: "inner-outer", volumes: [{ source: join(cwd, "sub/d") }] } },
    });
  });

  it("resolves a file that several includes extend by the variables of each", () => {
    const extending = (name: string) =>
      `services:\n  ${name}:\n    extends: {file: ../common.yaml, service: base}\n  ${name}2:\n    extends: {file: ../common.yaml, service: base}\n    image: own\n`;
    const { model } = read({
      "compose.yaml": "name: p\ninclude: [a/compose.yaml, b/compose.yaml]\n",
      "common.yaml": "services:\n  base:\n    image: x:${TAG:-none}\n",
      "a/compose.yaml": extending("a"),
      "a/.env": "TAG=1\n",
      "b/compose.yaml": extending("b"),
      "b/.env": "TAG=2\n",
    });
    expect(model).toMatchObject({
      services: { a: { image: "x:1" }, a2: { image: "own" }, b: { image: "x:2" }, b2: { image: "own" } },
    });
  });

  it("omits services of other profiles, and definitions that only they use", () => {
    const files = {
      "compose.yaml": "services: {a: {image: x}, b: {image: y, profiles: [dbg], networks: [n]}}\nnetworks: {n: }",
    };
    const { model, inactive } = read(files);
    expect(inactive).toEqual(["b"]);
    expect(Object.keys((model as { networks: object }).networks)).toEqual(["default"]);
    expect(read(files, { profiles: ["dbg"] }).inactive).toEqual([]);
    expect(read({ ...files, ".env": "COMPOSE_PROFILES=dbg\n" }).inactive).toEqual([]);
  });
});

describe("variables", () => {
  it("resolves variables from the environment, --env-file or .env, and reports missing ones", () => {
    const files = { "compose.yaml": "services: {a: {image: '$A-$B-$C'}}", ".env": "A=1\nB=2\n", "other.env": "B=3\n" };
    expect(read(files, { env: { A: "0" } })).toMatchObject({
      model: { services: { a: { image: "0-2-" } } },
      notes: [expect.stringContaining("compose.yaml:1: variable C has no value") as unknown],
    });
    expect(read(files, { envFiles: ["other.env"] })).toMatchObject({ model: { services: { a: { image: "-3-" } } } });
    expect(read(files, { envFiles: ["/dev/null"] })).toMatchObject({ model: { services: { a: { image: "--" } } } });
  });

  it("masks external values, including keys and parts of short forms", () => {
    const files = {
      "compose.yaml":
        "services: {a: {image: 'i:${T}', environment: ['$T', OWN=1, 'U=$T'], env_file: e.env, ports: ['$P:80'], command: run $T, hostname: '${N:-h}'}}",
      ".env": "T=tiger\nP=7171\n",
      "e.env": "FROM_FILE=lion\n",
    };
    const { model } = read(files, { showValues: false });
    expect(JSON.stringify(model)).not.toMatch(/tiger|7171|lion/);
    expect(model).toMatchObject({
      services: {
        a: { hostname: "h", image: "[T masked]", environment: { OWN: "1", FROM_FILE: "[FROM_FILE masked]" } },
      },
    });
  });

  it("reports an env file outside of the folder without reading it", () => {
    const { notes, model } = read({ "compose.yaml": "services: {a: {image: x, env_file: ../e.env}}" });
    expect(notes).toEqual([expect.stringContaining("../e.env was not read: it lies outside") as unknown]);
    expect(model).toMatchObject({ services: { a: { image: "x" } } });
  });

  it("names the project", () => {
    const nameOf = (text: string, env = {}) => (read({ "compose.yaml": text }, { env }).model as { name: string }).name;
    expect(nameOf("name: x-$A\nservices: {a: {image: x}}", { A: "b" })).toBe("x-b");
    expect(nameOf("name: x\nservices: {a: {image: x}}", { COMPOSE_PROJECT_NAME: "y" })).toBe("y");
  });
});
