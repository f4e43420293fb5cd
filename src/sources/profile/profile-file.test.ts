import { expect, test } from "vitest";
import { sampleProvenOn } from "../../../test/emit/proven-on.ts";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { parseProfile } from "./profile-file.ts";
import { toRestrictions } from "../../dialects/text/to-restrictions.ts";

const profile: Profile = {
  schemaVersion: 1,
  image: { name: "app:1", digest: `sha256:${"a".repeat(64)}` },
  engine: { version: "26.1.5", apiVersion: "1.45" },
  kernel: "6.12",
  workload: {
    ready: { kind: "http", port: 8080, path: "/health", status: 200 },
    readyTimeoutMs: 10_000,
    steps: [
      {
        kind: "http",
        name: "page",
        port: 8080,
        method: "GET",
        path: "/",
        headers: {},
        status: 200,
        bodyPattern: "^\\d+",
        timeoutMs: 5000,
      },
      { kind: "exec", name: "id", command: ["id"], exitCode: 0 },
      { kind: "signal", name: "reload", signal: "SIGHUP" },
    ],
    stop: { timeoutMs: 10_000, exitCodes: [0, 143] },
    restart: true,
    env: { A: "b" },
    volumes: [{ name: "data", path: "/data" }],
  },
  user: { uid: 1000, gid: 1000 },
  capabilities: { required: ["CHOWN"], soft: [], unused: ["KILL"] },
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1024 }],
  volumes: [{ name: "data", path: "/data" }],
  memoryBytes: 16 * 1024 * 1024,
  cpus: 0.25,
  pids: 8,
  ports: [8080],
  sysctls: {},
  assumptions: { cgroup: "v1" },
  because: { user: ["t3"] },
};

test("reads a written profile", () => {
  expect(parseProfile(JSON.stringify(profile))).toEqual(profile);
});

test.each([
  ["memoryBytes", { ...profile, memoryBytes: 4 * 1024 * 1024 }],
  ["memoryBytes", { ...profile, memoryBytes: "16m" }],
  ["capabilities.required.0", { ...profile, capabilities: { ...profile.capabilities, required: ["CAP_CHOWN"] } }],
  ["tmpfs.0.path", { ...profile, tmpfs: [{ ...profile.tmpfs[0], path: "/tmp/../etc" }] }],
  ["tmpfs.0.path", { ...profile, tmpfs: [{ ...profile.tmpfs[0], path: "tmp" }] }],
  ["tmpfs.0.mode", { ...profile, tmpfs: [{ ...profile.tmpfs[0], mode: "rwx" }] }],
  ["schemaVersion", { ...profile, schemaVersion: 2 }],
  ["user.uid", { ...profile, user: { uid: -1, gid: 0 } }],
  [
    "workload.steps.0.bodyPattern",
    { ...profile, workload: { ...profile.workload, steps: [{ ...profile.workload.steps[0], bodyPattern: "(" }] } },
  ],
  ["workload.ready", { ...profile, workload: { ...profile.workload, ready: { kind: "guess" } } }],
])("names a wrong %s", (field, value) => {
  expect(failureOf(JSON.stringify(value)).message).toContain(`app.json is not a profile: field ${field}`);
});

test("rejects invalid JSON, a non-object and an unknown field", () => {
  expect(failureOf("{").message).toContain("it is not JSON");
  expect(failureOf("[]").message).toContain("app.json is not a profile");
  expect(failureOf(JSON.stringify({ ...profile, seccomp: {} })).message).toContain("seccomp");
});

function failureOf(text: string): Failure {
  try {
    parseProfile(text, "app.json");
  } catch (error) {
    if (error instanceof Failure && error.code === "bad-profile") return error;
    throw error;
  }
  return expect.unreachable("it was taken for a profile");
}

test("covers all restrictions in a profile", () => {
  expect(toRestrictions(profile)).toEqual({
    user: "1000:1000",
    dropAll: true,
    addCapabilities: ["CHOWN"],
    noNewPrivileges: true,
    readOnlyRootfs: true,
    tmpfs: profile.tmpfs,
    memoryBytes: 16 * 1024 * 1024,
    cpus: 0.25,
    pids: 8,
  });
});

test("reads optional fields", () => {
  const witnesses = [
    {
      field: "capabilities" as const,
      value: "CHOWN",
      trials: ["t4", "t4.2"],
      problem: "not permitted",
      restrictions: toRestrictions(fullProfile),
    },
  ];
  const full: Profile = {
    ...profile,
    ...fullProfile,
    workload: { ...profile.workload, grants: { capabilities: ["IPC_LOCK"], network: "host" } },
    witnesses,
  };
  expect(parseProfile(JSON.stringify(full))).toEqual(full);
  const wrong = { ...full, devices: [{ path: "/dev/x", permissions: "all" }] };
  expect(() => parseProfile(JSON.stringify(wrong))).toThrow(/devices\.0\.permissions: letters of rwm/u);
});

test("reads the proof record, including hostile words", () => {
  const words = `\u001b[2J\u202e::error::x\n</script>${"x".repeat(150)}`;
  const provenOn = { ...sampleProvenOn, kernel: words, engine: { name: words, version: words } };
  const dated = { ...profile, provenOn, alsoProvenOn: [sampleProvenOn] };
  expect(parseProfile(JSON.stringify(dated))).toEqual(dated);
});

test.each([
  ["provenOn.date", { date: "2026-02-30" }],
  ["provenOn.date", { date: "28.11.2026" }],
  ["provenOn.date", { date: "2026-11-28T10:00:00Z" }],
  ["provenOn.date", { date: 20_261_128 }],
  ["provenOn.date", { date: undefined }],
  ["provenOn.proveAgainAfter", { proveAgainAfter: "never" }],
  ["provenOn.proveAgainAfter", { proveAgainAfter: "+275760-09-13" }],
  ["provenOn.kernel", { kernel: "x".repeat(201) }],
  ["provenOn.engine.version", { engine: { name: "Docker Engine", version: 29 } }],
  ["provenOn.cgroup.version", { cgroup: { version: 3, driver: "" } }],
  ["provenOn.imageStore", { imageStore: "overlay2" }],
  ["provenOn.cpus", { cpus: -1 }],
  ["provenOn.image.configDigest", { image: { configDigest: "sha256:abc", diffIds: [] } }],
  ["provenOn.image.diffIds.0", { image: { diffIds: ["md5:abc"] } }],
  ["provenOn.workloadDigest", { workloadDigest: "" }],
  ["provenOn", { owner: "someone" }],
])("names a wrong %s in the proof record", (field, change) => {
  const wrong = { ...profile, provenOn: { ...sampleProvenOn, ...change } };
  expect(failureOf(JSON.stringify(wrong)).message).toContain(`app.json is not a profile: field ${field}`);
});

test("rejects more machines than it keeps", () => {
  const many = Array.from({ length: 21 }, () => sampleProvenOn);
  expect(failureOf(JSON.stringify({ ...profile, alsoProvenOn: many })).message).toContain("alsoProvenOn");
});
