import { describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { parseConfig, readConfig } from "./config.ts";

const failureOf = (text: string): Failure => {
  try {
    parseConfig("hullproof.yaml", text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("it was accepted");
};

describe("parseConfig", () => {
  it("reads a workload with its defaults", () => {
    const { workload } = parseConfig(
      "hullproof.yaml",
      "workload:\n  ready: { http: { port: 8080 } }\n  steps:\n    - { name: page, http: { port: 8080, body: Moscow } }\n  stop: { timeout: 1.5s }\n",
    );
    expect(workload).toMatchObject({
      ready: { kind: "http", port: 8080, path: "/", status: 200 },
      steps: [{ kind: "http", name: "page", method: "GET", bodyPattern: "Moscow", timeoutMs: 5000 }],
      stop: { timeoutMs: 1500, exitCodes: [0] },
    });
  });

  it("reads grants of the deployment", () => {
    const { workload } = parseConfig(
      "hullproof.yaml",
      "workload:\n  ready: { running: { for: 1s } }\n  grants:\n    capabilities: [cap_ipc_lock]\n    devices: [/dev/fuse:rw]\n    ulimits: { memlock: -1, nofile: { soft: 1, hard: 2 } }\n    network: host\n",
    );
    expect(workload?.grants).toEqual({
      capabilities: ["IPC_LOCK"],
      devices: [{ path: "/dev/fuse", permissions: "rw" }],
      ulimits: [
        { name: "memlock", soft: -1, hard: -1 },
        { name: "nofile", soft: 1, hard: 2 },
      ],
      network: "host",
    });
    expect(
      failureOf("workload:\n  ready: { running: { for: 1s } }\n  grants: { capabilities: [FLY] }\n").message,
    ).toContain("FLY is not a capability");
  });

  it("reads commands of docker exec as lists of words", () => {
    const file = (tools: string) => `workload:\n  ready: { running: { for: 1s } }\n  tools: ${tools}\n`;
    const tools = [["my-cli", "queue"]];
    expect(parseConfig("hullproof.yaml", file(JSON.stringify(tools))).workload?.tools).toEqual(tools);
    expect(failureOf(file("[[]]")).message).toContain("tools");
    expect(failureOf(file("[my-cli queue]")).message).toContain("tools");
  });

  it("takes an empty file", () => {
    expect(parseConfig("hullproof.yaml", "").mirrors).toEqual({});
  });

  it("reads the expiry of proofs", () => {
    const days = (text: string) => parseConfig("hullproof.yaml", text).proof.days;
    expect(["", "proof: {}\n", "proof: { proveAgainAfter: 12w }\n"].map(days)).toEqual([90, 90, 84]);
    for (const wrong of ["0d", "soon", "-30d", "36501d", "30"])
      expect(failureOf(`proof:\n  proveAgainAfter: ${wrong}\n`).message).toContain("hullproof.yaml:2:");
  });

  it.each([
    ["workload: [", "hullproof.yaml:1:"],
    ["workload:\n  ready: { tcp: { port: 99999 } }\n", "hullproof.yaml:2:"],
    ["miror:\n  a: b\n", "hullproof.yaml:2:3: miror: no such key"],
    ["workload:\n  redy: { tcp: { port: 1 } }\n", "hullproof.yaml:2:9: workload.redy: no such key"],
    ["workload:\n  ready: { http: { port: 1, pat: / } }\n", "workload.ready.http.pat: no such key"],
    ["workload:\n  ready: { http: { port: http } }\n", "hullproof.yaml:2:26: workload.ready.http.port"],
    ["workload:\n  ready: { tcp: { port: 1 } }\n  readyTimeout: soon\n", "hullproof.yaml:3:17: workload.readyTimeout"],
    ["rules:\n  layers/x: loud\n", "hullproof.yaml:2:13: rules.layers/x"],
    ["- a\n- b\n", "hullproof.yaml"],
  ])("reports the location of the error in %j", (text, place) => {
    const failure = failureOf(text);
    expect(failure.code).toBe("bad-config");
    expect(failure.message).toContain(place);
    expect(failure.hint).not.toBe("");
  });
});

describe("budgets", () => {
  const budgetsOf = (text: string) => parseConfig("hullproof.yaml", text).budgets;

  it("reads amounts, and limits for some images", () => {
    const { all, images } = budgetsOf(
      'budgets:\n  size: 200MB\n  wastedBytes: 1.5 MiB\n  leftovers: 4096\n  efficiency: 0.95\n  setuid: 0\n  denyPackages: ["telnet*"]\n  images:\n    - { name: "team/*", size: 1GB }\n',
    );
    expect(all).toEqual({
      size: 200_000_000,
      wastedBytes: 1_572_864,
      leftovers: 4096,
      efficiency: 0.95,
      setuid: 0,
      denyPackages: ["telnet*"],
    });
    expect(images).toEqual([{ name: "team/*", size: 1_000_000_000 }]);
  });

  it("accepts empty sections", () => {
    expect(budgetsOf("rules: {}\n")).toEqual({ all: {}, images: [] });
    expect(budgetsOf("budgets: {}\n")).toEqual({ all: {}, images: [] });
  });

  it.each([
    ["budgets:\n  size: large\n", "hullproof.yaml:2:9: budgets.size: an amount such as 200MB"],
    ["budgets:\n  size: -1\n", "hullproof.yaml:2:9: budgets.size"],
    ["budgets:\n  size: 200MBit\n", "hullproof.yaml:2:9: budgets.size"],
    ["budgets:\n  setuid: 0.5\n", "hullproof.yaml:2:11: budgets.setuid"],
    ["budgets:\n  efficiency: 95\n", "hullproof.yaml:2:15: budgets.efficiency"],
    ["budgets:\n  wasted: 5MB\n", "hullproof.yaml:2:11: budgets.wasted: no such key"],
    ["budgets:\n  denyPackages: telnet\n", "hullproof.yaml:2:17: budgets.denyPackages"],
    ["budgets:\n  images:\n    - { size: 1MB }\n", "budgets.images.0.name"],
  ])("reports the location of the error in %j", (text, place) => {
    expect(failureOf(text).message).toContain(place);
  });
});

it("treats a missing file as an empty configuration", async () => {
  expect((await readConfig("/nonexistent/hullproof.yaml")).file).toBeUndefined();
});

describe("hostile YAML", () => {
  it.each([
    ["ignores: *x\n", "Unresolved alias"],
    [
      `a: &a [${"1,".repeat(9)}]\n${"bcdefghij"
        .split("")
        .map((name, at) => `${name}: &${name} [${`*${"abcdefghi".charAt(at)},`.repeat(9)}]\n`)
        .join("")}`,
      "aliases stand for more than 100 values",
    ],
    [`a: ${"[".repeat(20_000)}`, "hullproof.yaml"],
    ['paths:\n  - { files: "+(a|b)", rules: {} }\n', "write {a,b}"],
    ['ignores:\n  - { rule: a/b, reason: c, path: "{1..9999}" }\n', "stands for too many others"],
  ])("rejects %# with a message", (text, message) => {
    const failure = failureOf(text);
    expect(failure.code).toBe("bad-config");
    expect(failure.message).toContain(message);
  });
});
