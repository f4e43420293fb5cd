import { describe, expect, it } from "vitest";
import { Failure } from "../domain/failure.ts";
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
      readyTimeoutMs: 30_000,
      steps: [{ kind: "http", name: "page", method: "GET", bodyPattern: "Moscow", timeoutMs: 5000 }],
      stop: { timeoutMs: 1500, exitCodes: [0] },
      restart: true,
    });
  });

  it("takes an empty file", () => {
    expect(parseConfig("hullproof.yaml", "").mirrors).toEqual({});
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
  ])("says where %j is wrong", (text, place) => {
    const failure = failureOf(text);
    expect(failure.code).toBe("bad-config");
    expect(failure.message).toContain(place);
    expect(failure.hint).not.toBe("");
  });
});

it("a missing file is an empty configuration", async () => {
  expect((await readConfig("/nonexistent/hullproof.yaml")).file).toBeUndefined();
});
