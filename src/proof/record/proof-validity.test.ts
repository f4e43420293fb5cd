import { expect, test } from "vitest";
import { sampleProvenOn } from "../../../test/emit/proven-on.ts";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { ProofEnvironment } from "../../domain/profile/proof-environment.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { differenceText, standingSummary, standingTexts } from "../../reports/content/standing-texts.ts";
import { aspects } from "./aspects.ts";
import { standingOf, type ProfileUse } from "./proof-validity.ts";

const digest = (byte: string) => `sha256:${byte.repeat(32)}`;
const proven: Profile = { ...fullProfile, provenOn: sampleProvenOn };
const { date: _date, proveAgainAfter: _again, ...setting } = sampleProvenOn;
const same: ProfileUse = { ...setting, imageId: digest("c0") };
const today = "2026-11-28";
const differing = (change: Partial<ProfileUse>, profile = proven) =>
  standingOf(profile, { ...same, ...change }, today).machine.differences;

test("reports no difference between equal records", () => {
  const standing = standingOf(proven, same, today);
  expect(standing).toEqual({
    age: { provenOn: "2026-10-01", days: 58, proveAgainAfter: "2026-12-30" },
    machine: { image: { same: "yes", by: "configuration digest" }, differences: [], unrecorded: [] },
  });
  expect(standingTexts(standing)).toEqual([]);
  expect(standingSummary(standing)).toContain("Nothing differs here");
});

const changes: readonly (readonly [string, Partial<ProofEnvironment>, string, string])[] = [
  [
    "engine",
    { engine: { name: "Podman Engine", version: "5.4.2" } },
    "Docker Engine 0.26.1-sample",
    "Podman Engine 5.4.2",
  ],
  ["engine version", { engine: { name: "Docker Engine", version: "29.9.3" } }, "0.26.1-sample", "29.9.3"],
  ["runtime", { runtime: { name: "crun", version: "1.21" } }, "runc 0.1.15-sample", "crun 1.21"],
  ["runtime", { runtime: { name: "runsc" } }, "runc 0.1.15-sample", "runsc"],
  ["runtime version", { runtime: { name: "runc", version: "1.5.3" } }, "0.1.15-sample", "1.5.3"],
  ["runtime version", { runtime: { name: "runc" } }, "0.1.15-sample", "not known"],
  ["image store", { imageStore: "containerd" }, "graph driver", "containerd"],
  ["storage driver", { storageDriver: "btrfs" }, "overlay2", "btrfs"],
  ["cgroup version", { cgroup: { version: 2, driver: "cgroupfs" } }, "v1", "v2"],
  ["cgroup driver", { cgroup: { version: 1, driver: "systemd" } }, "cgroupfs", "systemd"],
  ["kernel", { kernel: "4.4.302" }, "0.6.18-sample", "4.4.302"],
  ["architecture", { architecture: "aarch64" }, "x86_64", "aarch64"],
  ["rootless", { rootless: true }, "no", "yes"],
  ["limits that are not enforced", { withoutLimits: ["memory", "tasks"] }, "none", "memory, tasks"],
  ["user namespaces", { userNamespaces: true }, "no", "yes"],
  ["seccomp", { seccomp: "/etc/docker/own.json" }, "default", "/etc/docker/own.json"],
  ["access control", { accessControl: [] }, "AppArmor", "none"],
  ["access control", { accessControl: ["SELinux"] }, "AppArmor", "SELinux"],
  ["CPUs", { cpus: 64 }, "2", "64"],
  ["memory of the machine", { memoryBytes: 2 ** 29 }, "8 GiB", "0.5 GiB"],
  ["workload", { workloadDigest: digest("ff") }, "sha256:3e3e3e3e3e3e", "sha256:ffffffffffff"],
  ["restrictions", { restrictionsDigest: digest("ff") }, "sha256:4e4e4e4e4e4e", "sha256:ffffffffffff"],
];

test.each(changes)("reports another %s as one difference", (what, change, expected, actual) => {
  const [first, ...more] = differing(change);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ what, proven: expected, actual });
  expect(first && differenceText(first)).toMatch(/^[^\n]+: proven on [^\n]+, here [^\n]+; [^\n]+ \([^\n]+\)$/u);
});

test("covers every aspect above", () => {
  expect([...new Set(changes.map(([what]) => what))]).toEqual(aspects.map(({ what }) => what));
});

test("omits differences that another one explains", () => {
  expect(differing({ rootless: true, userNamespaces: true }).map(({ what }) => what)).toEqual(["rootless"]);
});

test("reports missing seccomp, not another name of the same profile", () => {
  const { seccomp: _, ...without } = same;
  expect(standingOf(proven, without, today).machine.differences).toMatchObject([
    { what: "seccomp", proven: "default", actual: "off", fields: ["seccomp"] },
  ]);
  expect(differing({ seccomp: "default" })).toEqual([]);
  expect(differing({ memoryBytes: 8 * 2 ** 30 - 40_000_000 })).toEqual([]);
});

test("compares images by configuration, then layers, then manifest", () => {
  const layers = sampleProvenOn.image.diffIds;
  const image = (change: ProofEnvironment["image"], imageId = digest("aa")) =>
    standingOf(proven, { ...same, image: change, imageId }, today).machine;
  // On a containerd store the id is another digest.
  expect(image({ configDigest: digest("c0"), diffIds: layers, manifestDigest: digest("aa") })).toMatchObject({
    image: { same: "yes", by: "configuration digest" },
    differences: [],
  });
  expect(image({ diffIds: layers, manifestDigest: digest("aa") })).toMatchObject({
    image: { same: "yes", by: "layers" },
    differences: [],
  });
  const reconfigured = image({ configDigest: digest("c1"), diffIds: layers });
  expect(reconfigured.image).toEqual({ same: "no", by: "configuration digest" });
  expect(reconfigured.differences[0]?.mayVoid).toContain("the layers are the same and the configuration is not");
  expect(image({ diffIds: [digest("d2")] })).toMatchObject({
    image: { same: "no", by: "layers" },
    differences: [{ what: "image", proven: digest("c0"), actual: digest("aa") }],
  });
  expect(image({ diffIds: [] }).image).toEqual({ same: "unknown" });

  const byManifest: Profile = {
    ...proven,
    provenOn: { ...sampleProvenOn, image: { diffIds: [], manifestDigest: digest("aa") } },
  };
  const found = (manifestDigest: string) =>
    standingOf(byManifest, { ...same, image: { diffIds: layers, manifestDigest } }, today).machine.image;
  expect([found(digest("aa")), found(digest("ab"))]).toEqual([
    { same: "yes", by: "manifest digest" },
    { same: "no", by: "manifest digest" },
  ]);
});

test("reports a missing image", () => {
  const { imageId: _, ...without } = same;
  expect(standingOf(proven, { ...without, image: { diffIds: [] } }, today).machine.differences).toMatchObject([
    { what: "image", actual: "not on this engine" },
  ]);
});

test("compares a profile of an earlier version by its fields, and lists the rest", () => {
  const old: Profile = {
    ...fullProfile,
    engine: { version: "26.1.5", apiVersion: "1.45" },
    assumptions: { cgroup: "v2" },
  };
  const standing = standingOf(old, { ...same, imageId: old.image.digest }, today);
  expect(standing.age).toEqual({});
  expect(standing.machine.image).toEqual({ same: "yes", by: "image id" });
  expect(standing.machine.differences.map(({ what }) => what)).toEqual(["engine version", "cgroup version", "kernel"]);
  expect(standing.machine.unrecorded).toEqual(expect.arrayContaining(["engine", "runtime", "image store", "workload"]));
  expect(standingTexts(standing).at(-1)).toContain("does not say on what it was proven");
  expect(standingSummary(standing)).toContain("not known when");
  // Another digest proves nothing: it may be an index.
  const other = standingOf(old, same, today).machine;
  expect(other.image).toEqual({ same: "unknown" });
  expect(other.differences.at(-1)?.mayVoid).toContain("it may be another image");
});

test("compares the most similar machine, with the age of the last proof", () => {
  const podman = { ...sampleProvenOn, engine: { name: "Podman Engine", version: "5.4.2" }, date: "2026-11-20" };
  const both: Profile = { ...fullProfile, provenOn: podman, alsoProvenOn: [sampleProvenOn] };
  const standing = standingOf(both, same, today);
  expect([standing.age.days, standing.machine.differences]).toEqual([8, []]);
});
