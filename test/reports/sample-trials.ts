import type { LifecycleOutcome, Proof, Trial } from "../../src/domain/workload/trial.ts";
import type { Witness } from "../../src/domain/profile/witness.ts";
import { sampleProfile } from "../emit/sample-profile.ts";

const good: LifecycleOutcome = {
  readyMs: 212,
  steps: [
    { name: "GET /", ok: true, status: 200, body: "Moscow time: 15:04:05\n", ms: 4 },
    { name: "GET /health", ok: true, status: 200, body: "ok\n", ms: 2 },
  ],
  exitCode: 0,
  stopMs: 140,
  oomKilled: false,
  usage: {
    atMs: [100, 200, 300, 400, 1000],
    memoryBytes: [4_194_304, 9_437_184, 14_680_064, 15_060_992, 12_582_912],
    cpus: [0.9, 0.4, 0.05, 0.02, 0],
    tasks: [1, 3, 3, 2, 2],
  },
};

const broken: LifecycleOutcome = {
  steps: [{ name: "GET /", ok: false, problem: "connection refused", ms: 3 }],
  exitCode: 1,
  oomKilled: false,
};

function trial(number: number, title: string, restrictions: Trial["restrictions"], problem?: string): Trial {
  return {
    id: `t${number}`,
    title,
    restrictions,
    outcome: problem === undefined ? "passes" : "breaks",
    problems: problem === undefined ? [] : [problem],
    lives: problem === undefined ? [good, good] : [broken],
    logTail: problem === undefined ? ["listening on 8080"] : [problem],
    usage: { memoryPeakBytes: 15_060_992, memoryRssBytes: 10_695_475, cpuSeconds: 0.12, wallSeconds: 2.1, pidsPeak: 3 },
    ms: 2100 + number * 13,
  };
}

/** Made up by hand for the tests of the report formats: a sample, not a measurement. */
export const sampleTrials: readonly Trial[] = [
  trial(1, "baseline", {}),
  trial(2, "baseline again", {}),
  trial(3, "no capabilities", { dropAll: true }, 'failed switching to "app": operation not permitted'),
  trial(4, "only SETGID, SETUID", { dropAll: true, addCapabilities: ["SETGID", "SETUID"] }),
  ...[5, 6].map((n) =>
    trial(n, "without SETGID", { dropAll: true, addCapabilities: ["SETUID"] }, "setgroups: operation not permitted"),
  ),
  ...[7, 8].map((n) =>
    trial(n, "without SETUID", { dropAll: true, addCapabilities: ["SETGID"] }, "setuid: operation not permitted"),
  ),
  ...[9, 10].map((n) =>
    trial(n, "read-only root, no tmpfs", { readOnlyRootfs: true }, "FileNotFoundError: no usable temporary directory"),
  ),
  trial(11, "read-only root, tmpfs /tmp", { readOnlyRootfs: true, tmpfs: sampleProfile.tmpfs }),
  trial(12, "memory 48 MiB", { memoryBytes: sampleProfile.memoryBytes }),
  trial(13, "everything together", {
    user: "10001:10001",
    dropAll: true,
    addCapabilities: ["SETGID", "SETUID"],
    noNewPrivileges: true,
    readOnlyRootfs: true,
    tmpfs: sampleProfile.tmpfs,
    memoryBytes: sampleProfile.memoryBytes,
    cpus: 0.5,
    pids: 16,
  }),
];

export const sampleWitnesses: readonly Witness[] = [
  { field: "capabilities", value: "SETGID", trials: ["t5", "t6"], problem: "setgroups: operation not permitted" },
  { field: "capabilities", value: "SETUID", trials: ["t7", "t8"], problem: "setuid: operation not permitted" },
  { field: "tmpfs", value: "/tmp", trials: ["t9", "t10"], problem: "FileNotFoundError: no usable temporary directory" },
];

export const sampleVerify: Proof = {
  claim: "The hardened container answers as the original does, before and after a restart",
  trials: ["t13"],
  verdict: "holds",
  detail: "2 of 2 lives: the same status, body, log lines and exit code",
};

export const sampleProofs: readonly Proof[] = [
  {
    claim: "Two baseline runs agree, so the workload is not a coin toss",
    trials: ["t1", "t2"],
    verdict: "holds",
    detail: "only the time of day in the body of GET / differs",
  },
  sampleVerify,
];
