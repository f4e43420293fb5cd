import { expect, test } from "vitest";
import { readMembers } from "../../test/images/read-members.ts";
import { sampleTrials } from "../../test/reports/sample-trials.ts";
import type { Observed } from "../domain/workload/observation.ts";
import type { Workload } from "../domain/workload/workload.ts";
import { coverageOf } from "./coverage.ts";
import { mergeLayers } from "./tree/merge-layers.ts";

const workload: Workload = {
  ready: { kind: "tcp", port: 80 },
  readyTimeoutMs: 1000,
  steps: [
    { kind: "http", name: "GET /", port: 80, method: "GET", path: "/", headers: {}, status: 200, timeoutMs: 1000 },
  ],
  stop: { timeoutMs: 1000, exitCodes: [0] },
  restart: true,
  env: {},
  volumes: [],
};

const observed: Observed = {
  method: "tracepoint",
  reason: "",
  capabilities: [],
  writes: [],
  files: {
    method: "page-cache",
    opened: ["/app/__pycache__/main.cpython-313.pyc", "/usr/lib/libc.so.6"],
    executed: ["/usr/bin/python3"],
    complete: true,
    reason: "",
  },
  syscalls: { method: "tracepoint", names: ["read", "write"], complete: true, reason: "" },
  sockets: { method: "none", listening: [], families: [], reason: "" },
};

async function image() {
  const program = (path: string) => ({ path, mode: 0o755, content: "x" });
  const tree = mergeLayers(
    (
      await readMembers([
        [
          program("usr/bin/python3"),
          program("usr/bin/gcc"),
          { path: "usr/lib/libc.so.6", content: "x" },
          { path: "app/main.py", content: "x" },
          { path: "app/admin.py", content: "x" },
        ],
      ])
    ).layers,
  );
  const one = (name: string) => ({ purl: `pkg:deb/${name}`, name, version: "1", files: 1, layer: 0, path: "/status" });
  const ownerAt = (path: string) => (path === "/usr/bin/python3" ? "pkg:deb/python3" : undefined);
  return { tree, packages: [one("python3"), one("gcc")], ownerAt };
}

test("compares touched files with the image's content", async () => {
  const coverage = coverageOf(workload, sampleTrials[0], observed, await image());
  expect(coverage.shares).toEqual([
    { of: "programs", touched: 1, present: 2, untouched: ["/usr/bin/gcc"] },
    { of: "packages", touched: 1, present: 2, untouched: ["gcc"] },
    { of: "shared libraries", touched: 1, present: 1, untouched: [] },
    { of: "Python files", touched: 1, present: 2, untouched: ["/app/admin.py"] },
  ]);
  expect(coverage).toMatchObject({
    oracle: "start, GET /, stop, restart",
    strength: "answers",
    endpoints: [{ what: "GET / on port 80: 200", times: 2 }],
    syscalls: 2,
    doubts: [],
  });
});

test("calls a workload from the image weak and reports what it could not observe", () => {
  const port = { kind: "port", name: "port 80", port: 80, timeoutMs: 1000 } as const;
  const weak = coverageOf(
    { ...workload, steps: [port], origin: "image", restart: false },
    undefined,
    undefined,
    undefined,
  );
  expect(weak).toMatchObject({ oracle: "start, 1 port, stop; no declared steps", strength: "ports", shares: [] });
  expect(weak.doubts).toHaveLength(3);
  const tool = coverageOf(
    { ...workload, ready: { kind: "ended" }, steps: [], origin: "image" },
    undefined,
    undefined,
    undefined,
  );
  expect(tool).toMatchObject({ oracle: "run to its end, restart; no declared steps", strength: "starts" });
});
