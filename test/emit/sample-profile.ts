import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Witness } from "../../src/domain/profile/witness.ts";

/** A made-up profile: nothing of it was measured. */
export const sampleProfile: Profile = {
  schemaVersion: 1,
  image: { name: "sample/app:hardened", digest: `sha256:${"5a".repeat(32)}` },
  engine: { version: "0.0.0-sample", apiVersion: "1.45" },
  kernel: "0.0.0-sample",
  workload: {
    ready: { kind: "http", port: 8080, path: "/health", status: 200 },
    readyTimeoutMs: 5000,
    steps: [{ kind: "exec", name: "selftest", command: ["/app/selftest"], exitCode: 0 }],
    stop: { timeoutMs: 5000, exitCodes: [0] },
    restart: true,
    env: { TZ: "Europe/Moscow", PRICE: "$5 ${HOME} it's" },
    volumes: [{ name: "data", path: "/var/lib/app" }],
  },
  user: { uid: 10001, gid: 10001 },
  capabilities: { required: ["SETGID", "SETUID"], soft: ["CHOWN"], unused: ["KILL", "NET_RAW"] },
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 64 * 1048576 }],
  volumes: [{ name: "data", path: "/var/lib/app" }],
  memoryBytes: 48 * 1048576,
  cpus: 0.5,
  pids: 16,
  ports: [8080],
  sysctls: { "net.core.somaxconn": "128" },
  assumptions: { network: "private", observation: "tracepoint" },
  because: { capabilities: ["t7", "t8"], tmpfs: ["t12"], memoryBytes: ["t20", "t21"] },
};

/** With every field that a profile need not have. */
export const fullProfile: Profile = {
  ...sampleProfile,
  seccomp: {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: 1,
    architectures: ["SCMP_ARCH_X86_64"],
    syscalls: [
      { names: ["execve", "read"], action: "SCMP_ACT_ALLOW" },
      { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
    ],
  },
  prepared: [{ path: "/var/lib/app", uid: 10001, gid: 10001, mode: "750" }],
  ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
  devices: [{ path: "/dev/fuse", permissions: "rw" }],
  init: true,
  network: "none",
};

/** The first line tries to end its comment, the second to leave its YAML, the third to clear the screen. */
export const hostileWitness: Witness = {
  field: "capabilities",
  value: "SETUID",
  trials: ["t7", "t8"],
  problem: "failed switching\n touch /tmp/owned\n    privileged: true\u001b[2J \u202e",
};
