import { expect, test } from "vitest";
import type { ListeningSocket } from "../../../domain/workload/observation.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { lowPorts } from "./low-ports.ts";

const workload: Workload = {
  ready: { kind: "ports", ports: [8080, 443, 80] },
  readyTimeoutMs: 1,
  steps: [],
  stop: { timeoutMs: 1, exitCodes: [0] },
  restart: false,
  env: {},
  volumes: [],
};
const socket = (protocol: ListeningSocket["protocol"], address: string, port?: number): ListeningSocket => ({
  protocol,
  address,
  ...(port !== undefined && { port }),
});

test("lists ports of the workload and observed ones, sorted, without duplicates", () => {
  const seen = [
    socket("tcp", "0.0.0.0", 80),
    socket("tcp", "::", 80),
    socket("tcp", "127.0.0.1", 25),
    socket("udp", "0.0.0.0", 53),
    socket("tcp", "0.0.0.0", 53),
    socket("tcp", "0.0.0.0", 1023),
    socket("tcp", "0.0.0.0", 1024),
    socket("udp", "0.0.0.0", 0),
    socket("unix", "/run/80"),
  ];
  expect(lowPorts(workload, seen)).toEqual(["25", "53", "53/udp", "80", "443", "1023"]);
  expect(lowPorts({ ...workload, ready: { kind: "running", forMs: 1 } }, [])).toEqual([]);
});

test("includes a UDP port of the workload, and none without a network", () => {
  const ports = [{ port: 69, protocol: "udp" as const }];
  const asked: Workload = { ...workload, ready: { kind: "running", forMs: 1 }, ports };
  expect(lowPorts(asked, [])).toEqual(["69/udp"]);
  expect(lowPorts({ ...asked, grants: { network: "none" } }, [])).toEqual([]);
});
