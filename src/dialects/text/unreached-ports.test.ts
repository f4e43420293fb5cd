import { expect, it } from "vitest";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { emitDockerRun } from "../run-line/emit/docker-run.ts";
import { emitters } from "../index.ts";
import { printed } from "./printed.ts";
import { unreachedPorts } from "./unreached-ports.ts";

const dns: Workload["steps"][number] = { kind: "udp", name: "dns", port: 53, send: { text: "x" }, timeoutMs: 1 };
const profile = (workload: Partial<Workload>, changes: Partial<Profile> = {}): Profile => ({
  ...sampleProfile,
  ports: [53],
  workload: { ...sampleProfile.workload, ready: { kind: "tcp", port: 53 }, steps: [dns], ...workload },
  ...changes,
});
const numbers = (...of: Parameters<typeof unreachedPorts>) =>
  unreachedPorts(...of).map((line) => line.replace(/^Port (\S+) .*$/u, "$1"));

it("reports a port that only listens, with any probe", () => {
  expect(numbers(profile({}))).toEqual(["53/tcp"]);
  expect(numbers(profile({ ready: { kind: "ports", ports: [53] } }))).toEqual(["53/tcp"]);
  expect(numbers(profile({ ready: { kind: "http", port: 53, path: "/", status: 200 } }))).toEqual([]);
});

it("reports a declared port without a step, and one whose only step uses a companion", () => {
  const tcp: Workload["steps"][number] = { kind: "tcp", name: "t", port: 53, timeoutMs: 1 };
  expect(numbers(profile({ steps: [dns, tcp] }))).toEqual([]);
  expect(numbers(profile({ steps: [dns, { ...tcp, at: "other" }] }))).toEqual(["53/tcp"]);
  expect(numbers(profile({ steps: [tcp], ports: [{ port: 514, protocol: "udp" }] }))).toEqual(["514/udp"]);
});

it("reports a tested port without a listener, with the profile's reason on one line", () => {
  const port: Workload["steps"][number] = { kind: "port", name: "p", port: 53, timeoutMs: 1 };
  const untested = [{ what: "port 53/tcp", why: "exposed,\nand nothing listens on it", add: "" }];
  expect(unreachedPorts(profile({ steps: [port] }))).toEqual([]);
  const [line = ""] = unreachedPorts(profile({ steps: [port] }, { untested }));
  expect(line).toMatch(/^Port 53\/tcp is published, but nothing is proven of it: exposed,.*nothing listens on it/u);
  expect(line).not.toContain("\n");
});

it("reports nothing without published ports", () => {
  expect(unreachedPorts(profile({}, { network: "none" }))).toEqual([]);
  expect(unreachedPorts(profile({}, { network: "host" }))).toEqual([]);
  expect(emitDockerRun(profile({}), { publish: "none" })).not.toContain("is published");
});

it("adds a comment in every dialect that publishes ports", () => {
  const texts = emitters.map((emitter) => [emitter.name, printed(emitter.emit(profile({})).files)] as const);
  const publishing = texts.filter(([, text]) => /127\.0\.0\.1:53|containerPort: 53/u.test(text));
  expect(publishing.map(([name]) => name).toSorted()).toEqual([
    "compose",
    "docker-run",
    "kubernetes",
    "kubernetes-patch",
    "podman-run",
    "quadlet",
  ]);
  for (const [name, text] of publishing) expect(text, name).toMatch(/^# Port 53\/tcp is published, but nothing/mu);
});
