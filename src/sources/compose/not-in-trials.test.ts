import { expect, it } from "vitest";
import { service } from "./compose-shape.ts";
import { notInTrials } from "./not-in-trials.ts";

it.each([
  [{ tty: true, stdin_open: true }, ["tty", "stdin_open"]],
  [{ tty: false, stdin_open: false, privileged: false, init: true }, []],
  [{ privileged: true }, ["privileged"]],
  [{ hostname: "web", extra_hosts: ["a:10.0.0.1"], group_add: ["7"] }, ["hostname", "extra_hosts", "group_add"]],
  [{ pid: "host", ipc: "host", cgroup: "host", dns: "1.1.1.1" }, ["pid", "ipc", "cgroup", "dns"]],
  [{ scale: 3 }, ["the others of its 3 containers"]],
  [{ scale: 1, deploy: { replicas: 1, resources: { limits: { memory: "1g" } } } }, []],
  [{ deploy: null }, []],
  [
    { deploy: { replicas: 2, resources: { reservations: { devices: [{ capabilities: ["gpu"] }] } } } },
    ["the others of its 2 containers", "the devices that deploy reserves"],
  ],
  [
    {
      security_opt: [
        "no-new-privileges",
        "no-new-privileges:false",
        "seccomp=a.json",
        "systempaths=unconfined",
        "apparmor=docker-default",
        "apparmor:mine",
        "label=disable",
      ],
    },
    ["security_opt apparmor:mine", "security_opt label=disable"],
  ],
  [{ image: "a", cpu_quota: 20000, read_only: true, cap_drop: ["ALL"], restart: "always", "x-mine": 1 }, []],
])("lists settings of %j that trials omit: %j", (raw, without) => {
  expect(notInTrials(service.parse(raw))).toEqual(without.map((what) => `trials run it without ${what}`));
});

it("reports a network of another container", () => {
  expect(notInTrials({ network_mode: "container:a" })).toEqual(["network_mode container:a is not read"]);
  for (const mode of ["host", "none", "bridge"]) expect(notInTrials({ network_mode: mode })).toEqual([]);
});
