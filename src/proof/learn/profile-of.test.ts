import { expect, test } from "vitest";
import type { Workload } from "../../domain/workload/workload.ts";
import { parseProfile } from "../../sources/profile/profile-file.ts";
import type { Lesson } from "./lesson.ts";
import { profileOf, type LearnedWhere } from "./profile-of.ts";

const workload = {
  ready: { kind: "tcp", port: 8080 },
  readyTimeoutMs: 1000,
  env: {},
  steps: [],
  volumes: [],
  stop: { timeoutMs: 1000, exitCodes: [0] },
  restart: true,
} as unknown as Workload;

const where: LearnedWhere = {
  imageName: "app:1",
  imageSummary: { id: "sha256:1" },
  engine: { version: "29.0", apiVersion: "1.52", kernel: "6.18" },
  workload,
  control: { provenFor: { clients: 1, seconds: 0 } },
  seen: {
    method: "tracepoint",
    capabilities: (["CHOWN", "SETUID"] as const).map((name) => ({ name, uses: 1, commands: ["app"] })),
  },
  granted: ["CHOWN", "KILL", "SETUID"],
  processes: "not looked at",
  beside: {},
};

const nothing = { witnesses: [], proofs: [], because: {} };
const limits: Lesson = { ...nothing, restrictions: { memoryBytes: 64 * 1024 * 1024, cpus: 0.5, pids: 64 } };

test("builds the profile from the lessons, and reads it back", () => {
  const broke = { field: "capabilities", value: "SETUID", trials: ["t4"], problem: "status 500" } as const;
  const lessons: Lesson[] = [
    { ...nothing, restrictions: { user: "5:7" }, because: { user: ["as the image says"] } },
    {
      restrictions: { dropAll: true, addCapabilities: ["SETUID"] },
      required: ["SETUID"],
      tolerated: ["chown: refused"],
      witnesses: [broke],
      proofs: [],
      because: { capabilities: ["t4: breaks"], user: ["t5: passes"] },
    },
    limits,
    { ...nothing, restrictions: {}, assumptions: { network: "private" } },
  ];
  const profile = profileOf(lessons, where);
  expect(profile).toMatchObject({
    user: { uid: 5, gid: 7 },
    capabilities: { required: ["SETUID"], soft: ["CHOWN"], unused: ["KILL"] },
    noNewPrivileges: false,
    readOnlyRootfs: false,
    tmpfs: [],
    ports: [8080],
    tolerated: ["chown: refused"],
    witnesses: [broke],
    because: { user: ["as the image says", "t5: passes"], capabilities: ["t4: breaks"] },
    assumptions: { network: "private", observation: "tracepoint", processes: "not looked at" },
  });
  expect(profile).not.toHaveProperty("seccomp");
  expect(parseProfile(JSON.stringify(profile))).toEqual(JSON.parse(JSON.stringify(profile)));
});

test("includes an init process, learned or of the deployment", () => {
  const given = { ...where, workload: { ...workload, grants: { init: true as const } } };
  const profile = profileOf([limits], given);
  expect(profile.init).toBe(true);
  expect(parseProfile(JSON.stringify(profile)).workload.grants).toEqual({ init: true });
  expect(profileOf([{ ...limits, restrictions: { ...limits.restrictions, init: true } }], where).init).toBe(true);
  expect(profileOf([limits], where)).not.toHaveProperty("init");
});

test("throws for a profile without limits", () => {
  expect(() => profileOf([{ ...nothing, restrictions: {} }], where)).toThrow("a limit was not learned");
});
