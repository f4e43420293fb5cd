import type { ProvenOn } from "../../src/domain/profile/proven-on.ts";

/** A made-up machine: nothing of it was measured. */
export const sampleProvenOn: ProvenOn = {
  engine: { name: "Docker Engine", version: "0.26.1-sample" },
  runtime: { name: "runc", version: "0.1.15-sample" },
  imageStore: "graph driver",
  storageDriver: "overlay2",
  cgroup: { version: 1, driver: "cgroupfs" },
  kernel: "0.6.18-sample",
  architecture: "x86_64",
  rootless: false,
  userNamespaces: false,
  seccomp: "builtin",
  accessControl: ["AppArmor"],
  cpus: 2,
  memoryBytes: 8 * 2 ** 30,
  image: { configDigest: `sha256:${"c0".repeat(32)}`, diffIds: [`sha256:${"d1".repeat(32)}`] },
  workloadDigest: `sha256:${"3e".repeat(32)}`,
  restrictionsDigest: `sha256:${"4e".repeat(32)}`,
  date: "2026-10-01",
  proveAgainAfter: "2026-12-30",
};
