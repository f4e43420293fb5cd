import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { untestedOf } from "./untested.ts";

const workload = (changes: Partial<Workload>): Workload => ({
  ready: { kind: "tcp", port: 53 },
  readyTimeoutMs: 1,
  steps: [],
  stop: { timeoutMs: 1, exitCodes: [0] },
  restart: true,
  env: {},
  volumes: [],
  ...changes,
});
const image = { exposedPorts: [], volumes: [] };
const trial = (life: Partial<Trial["lives"][number]> = {}): Trial => ({
  id: "t1",
  title: "",
  restrictions: {},
  outcome: "passes",
  problems: [],
  lives: [{ steps: [], oomKilled: false, ...life }],
  logTail: [],
  usage: {},
  ms: 1,
});
const udp: Step = { kind: "udp", name: "dns", port: 53, send: { text: "x" }, timeoutMs: 1 };
const what = (...of: Parameters<typeof untestedOf>) => untestedOf(...of).map((one) => one.what);

test("does not count listening as a response on the TCP side of a UDP name server", () => {
  const both = { ...image, exposedPorts: [53], exposedUdpPorts: [53] };
  expect(untestedOf(workload({ steps: [udp] }), both, trial(), [])).toEqual([
    {
      what: "port 53/tcp",
      why: "exposed by the image, and no step reached it",
      add: expect.stringContaining("tcp: { port: 53"),
    },
  ]);
  const ready = { kind: "http", port: 53, path: "/", status: 200 } as const;
  expect(what(workload({ steps: [udp], ready }), both, trial(), [])).toEqual([]);
});

test("excludes loopback and client sockets", () => {
  const listening = [
    { protocol: "tcp", address: "0.0.0.0", port: 9000 },
    { protocol: "tcp", address: "127.0.0.1", port: 9001 },
    { protocol: "tcp", address: "::1", port: 9002 },
    { protocol: "udp", address: "0.0.0.0", port: 40_000 },
    { protocol: "udp", address: "::", port: 514 },
    { protocol: "unix", address: "/run/x" },
  ] as const;
  expect(what(workload({}), image, trial(), listening)).toEqual(["port 514/udp", "port 9000/tcp"]);
});

test("reports a requested port without a listener; commands may reach any", () => {
  const port: Step = { kind: "port", name: "p", port: 80, timeoutMs: 1 };
  const silent = trial({ steps: [{ name: "p", ok: true, body: "no one listens", ms: 1 }] });
  expect(untestedOf(workload({ steps: [port] }), { ...image, exposedPorts: [80] }, silent, [])[0]?.why).toBe(
    "exposed by the image, and nothing listens on it",
  );
  const exec: Step = { kind: "exec", name: "e", command: ["x"], exitCode: 0 };
  expect(untestedOf(workload({ steps: [exec] }), { ...image, exposedPorts: [80] }, trial(), [])[0]?.why).toContain(
    "not looked into",
  );
});

test("reports volumes without stored data if they are known, with masked numbers", () => {
  const volumes = { ...image, volumes: ["/data", "/var/lib/pg17"] };
  expect(what(workload({}), volumes, trial({ stored: ["/var/lib/pg0/base"] }), [])).toEqual(["VOLUME /data"]);
  expect(what(workload({}), volumes, trial(), [])).toEqual([]);
  // What the start makes is there after the stop, and no step stored it.
  const start = trial({ kept: ["/data/folder", "/var/lib/pg0/base"], stored: [] });
  expect(what(workload({}), volumes, start, [])).toEqual(["VOLUME /data", "VOLUME /var/lib/pg17"]);
});

test("reports a health check that fails in the original, or did not run", () => {
  const checked = { ...image, healthcheck: { Test: ["CMD", "x"] } };
  const failed = trial({ health: { status: "unhealthy", runs: 3, ms: 1, problem: "exit code 1" } });
  expect(untestedOf(workload({}), checked, failed, [])[0]?.why).toContain("fails in the original, too (exit code 1)");
  expect(what(workload({}), checked, trial(), [])).toEqual(["HEALTHCHECK"]);
  expect(what(workload({}), checked, trial({ health: { status: "healthy", runs: 1, ms: 1 } }), [])).toEqual([]);
  expect(what(workload({ ready: { kind: "health" } }), checked, trial(), [])).toEqual([]);
});

test("says that trials had no internet, and how many packets to it were rejected", () => {
  const closed = workload({ internet: false });
  const why = (...rejected: [] | [number]) => untestedOf(closed, image, trial(), [], ...rejected).at(-1)?.why;
  expect(why()).toMatch(/^the trials had none \(workload\.internet: false\): /u);
  expect(why(3)).toContain("(workload.internet: false), and 3 packets to it were rejected: ");
  expect(what(workload({}), image, trial(), [], 3)).toEqual([]);
});
