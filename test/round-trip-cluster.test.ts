// What a cluster is told of a profile, read again: the pod, the patch of a Deployment that had everything else, both forms of the list of system calls, and the policies as
// far as they can be read: they admit the profile's pod and refuse the one with more.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Profile } from "../src/domain/profile/profile.ts";
import admissionPolicy from "../src/dialects/kubernetes/emit/admission-policy.ts";
import type { Emitter } from "../src/dialects/emitter.ts";
import kubernetes from "../src/dialects/kubernetes/emit/kubernetes.ts";
import kubernetesPatch from "../src/dialects/kubernetes/emit/kubernetes-patch.ts";
import { memoryMounts } from "../src/dialects/kubernetes/pod/memory-mounts.ts";
import { isPodRootReadOnly, podDirectories } from "../src/dialects/kubernetes/pod/pod-directories.ts";
import kyverno from "../src/dialects/kubernetes/emit/kyverno.ts";
import seccomp from "../src/dialects/seccomp/emit/seccomp.ts";
import seccompOperator from "../src/dialects/kubernetes/emit/seccomp-operator.ts";
import { ofManifest } from "../src/dialects/kubernetes/read.ts";
import { podsFact } from "../src/facts/pod-security/pods-fact.ts";
import { quantity } from "../src/formats/kubernetes/quantity.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { seccompShape } from "../src/sources/profile/seccomp-shape.ts";
import { shownEnv, suppliedBy } from "../src/secrets/env-by-name.ts";
import { policyOf, refusals } from "./emit/admitted.ts";
import { arbitraryProfile } from "./emit/arbitrary-profile.ts";
import { beyond, loose } from "./emit/loose-deployment.ts";
import { podOf, type Json } from "./emit/pods-beyond.ts";
import { ofContainer, ofProfile } from "./emit/profile-of-container.ts";
import { patched } from "./engine/strategic-merge.ts";

const textOf = (emitter: Emitter, profile: Profile): string => emitter.emit(profile).files[0]?.text ?? "";
const containerOf = (manifest: string, name: string) => {
  const { containers } = ofManifest(podsFact(readManifest("app.yaml", manifest), 35));
  const found = containers.find((one) => one.name === name || one.name.endsWith(name));
  if (found === undefined) throw new Error(`no container ${name} in ${manifest}`);
  return found;
};
const sorted = <T>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The same of both sides: what a pod says as it is; a mount's path, size and whether it is written to; CPUs by the thousandth. */
function wanted(profile: Profile, { patch }: { readonly patch: boolean }) {
  const { required } = profile.capabilities;
  const all = ofProfile(profile);
  return {
    image: all["image"],
    user: all["user"],
    capabilities: all["capabilities"],
    seccomp: all["seccomp"],
    // The API refuses it beside that capability, which is a loss.
    noNewPrivileges: profile.noNewPrivileges && !required.includes("SYS_ADMIN"),
    readOnlyRootfs: isPodRootReadOnly(profile),
    memoryBytes: Math.ceil(profile.memoryBytes),
    ...(profile.cpus !== undefined && { cpus: Math.max(1, Math.ceil(Math.round(profile.cpus * 1e6) / 1e3)) / 1e3 }),
    sysctls: all["sysctls"],
    tmpfs: sorted(memoryMounts(profile).map(({ mount }) => [mount.path, Math.ceil(mount.sizeBytes)])),
    // What is patched keeps volumes of its own.
    volumes: patch
      ? []
      : sorted([
          ...profile.volumes.map(({ path, readOnly }) => [path, readOnly === true]),
          ...podDirectories(profile).map(({ path }) => [path, false]),
        ]),
    network: profile.network === "host" ? "host" : "private",
    env: sorted(
      Object.entries(shownEnv(profile.workload.env)).flatMap(([name, value]) =>
        suppliedBy(value) === undefined ? [[name, value]] : [],
      ),
    ),
  };
}

function got(manifest: string, name: string) {
  const container = containerOf(manifest, name);
  const all = ofContainer(container);
  const tmpfs = container.mounts.filter(({ value: { type } }) => type === "tmpfs");
  const others = container.mounts.filter(({ value: { type } }) => type !== "tmpfs");
  const deployment = manifest.split("\n---\n").find((one) => one.includes("kind: Deployment")) ?? "";
  const pod = parse(deployment) as Json;
  const spec = pod["spec"].template.spec as Json;
  const sizes = new Map(
    ((spec["volumes"] ?? []) as Json[]).flatMap(({ name: volume, emptyDir }): [string, string][] =>
      emptyDir?.sizeLimit === undefined ? [] : [[volume as string, `${emptyDir.sizeLimit as string | number}`]],
    ),
  );
  const own = (spec["containers"] as Json[]).find((one) => one["name"] === name) ?? {};
  const mounted = (own["volumeMounts"] ?? []) as Json[];
  return {
    image: all["image"],
    user: all["user"],
    capabilities: all["capabilities"],
    seccomp: all["seccomp"],
    noNewPrivileges: all["noNewPrivileges"],
    readOnlyRootfs: all["readOnlyRootfs"],
    memoryBytes: all["memoryBytes"],
    cpus: all["cpus"],
    sysctls: all["sysctls"],
    tmpfs: sorted(tmpfs.map(({ value: { path } }) => [path, sizeIn(sizes, mounted, path)])),
    volumes: sorted(others.map(({ value: { path, readOnly } }) => [path, readOnly])),
    network: spec["hostNetwork"] === true ? "host" : "private",
    env: sorted(
      container.env.flatMap(({ value: { name: key, value } }) => (value === undefined ? [] : [[key, value]])),
    ),
  };
}

function sizeIn(sizes: ReadonlyMap<string, string>, mounted: readonly Json[], path: string): number | undefined {
  const { name = "" } = mounted.find(({ mountPath }) => mountPath === path) ?? {};
  return quantity(sizes.get(name as string) ?? "");
}

const runs = { numRuns: 60 };

describe("a profile comes back from a cluster's manifests as it was emitted, but for its declared losses", () => {
  it("Kubernetes", () => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const name = podOf(profile)["spec"].containers[0].name as string;
        expect(got(textOf(kubernetes, profile), name)).toEqual(wanted(profile, { patch: false }));
      }),
      runs,
    );
  });

  it("a patch, applied to a Deployment that had everything else", () => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const patch = parse(textOf(kubernetesPatch, profile)) as Json;
        const name = patch["spec"].template.spec.containers[0].name as string;
        const object = patched(loose(name), patch);
        const { containers, hostPID, hostIPC, shareProcessNamespace, securityContext } = object["spec"].template
          .spec as Json;
        const [own = {}] = containers as Json[];
        const context = own["securityContext"] as Json;
        const widened = Object.keys(beyond).filter((key) => key in context);
        const spec = { ...context, ...securityContext };
        expect([widened, spec.appArmorProfile, spec.windowsOptions, spec.supplementalGroups]).toEqual([
          [],
          undefined,
          undefined,
          undefined,
        ]);
        expect(spec.seLinuxOptions).toEqual({ level: "s0:c1" });
        expect([shareProcessNamespace, object["spec"].template.metadata.annotations]).toEqual([undefined, {}]);
        const named = (patch["spec"].template.spec.containers[0].ports ?? []) as Json[];
        const { entrypoint, command } = profile.workload;
        const kept = entrypoint === undefined && command === undefined;
        expect([own["command"]?.[0] === "other", own["args"]?.[0] === "more"]).toEqual([kept, kept]);
        expect((own["ports"] as Json[]).filter((port) => port["hostPort"] ?? port["hostIP"])).toEqual(
          named.some((port) => port["containerPort"] === 8080) ? [] : [expect.anything()],
        );
        expect(got(stringify(object), name)).toEqual(wanted(profile, { patch: true }));
        expect([
          hostPID,
          hostIPC,
          containers[0].securityContext.privileged,
          containers[0].securityContext.procMount,
        ]).toEqual([undefined, undefined, undefined, undefined]);
        expect(containers[1]).toEqual((loose(name)["spec"].template.spec.containers as Json[])[1]);
      }),
      runs,
    );
  });

  it("lists of system calls", () => {
    let lists = 0;
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        if (profile.seccomp === undefined) return;
        lists++;
        expect(seccompShape.parse(JSON.parse(textOf(seccomp, profile)))).toEqual(profile.seccomp);
        const { losses } = seccompOperator.emit(profile);
        const { spec } = parse(textOf(seccompOperator, profile)) as Json;
        const lost = losses.some(({ field }) => field === "seccomp.defaultErrnoRet");
        expect(lost).toBe(profile.seccomp.defaultErrnoRet !== 1);
        expect(seccompShape.parse({ ...spec, defaultErrnoRet: profile.seccomp.defaultErrnoRet })).toEqual(
          profile.seccomp,
        );
      }),
      runs,
    );
    expect(lists).toBeGreaterThan(0);
  });
});

type Widening = readonly [
  name: string,
  applies: (profile: Profile) => boolean,
  widen: (pod: Json, container: Json) => void,
];
const limitOf = (container: Json): Json => container["resources"].limits;
/** One thing more than a profile gives. */
const widenings: readonly Widening[] = [
  ["another user", () => true, (_, { securityContext }) => void securityContext.runAsUser++],
  ["another group", () => true, (_, { securityContext }) => void securityContext.runAsGroup++],
  [
    "a group more",
    () => true,
    ({ spec }) => (spec.securityContext = { ...spec.securityContext, supplementalGroups: [4_000_000] }),
  ],
  [
    "a capability more",
    ({ capabilities: { required } }) => !required.includes("SYS_MODULE"),
    (_, { securityContext: { capabilities } }) => (capabilities.add = [...(capabilities.add ?? []), "SYS_MODULE"]),
  ],
  ["nothing dropped", () => true, (_, { securityContext }) => delete securityContext.capabilities.drop],
  [
    "new privileges",
    ({ noNewPrivileges, capabilities: { required } }) => noNewPrivileges && !required.includes("SYS_ADMIN"),
    (_, { securityContext }) => (securityContext.allowPrivilegeEscalation = true),
  ],
  ["a writable root", isPodRootReadOnly, (_, { securityContext }) => (securityContext.readOnlyRootFilesystem = false)],
  [
    "no list of system calls",
    () => true,
    (_, { securityContext }) => (securityContext.seccompProfile = { type: "Unconfined" }),
  ],
  ["more memory", () => true, (_, container) => (limitOf(container)["memory"] = "9Pi")],
  ["more CPUs", () => true, (_, container) => (limitOf(container)["cpu"] = "999999")],
  ["the node's network", ({ network }) => network !== "host", ({ spec }) => (spec.hostNetwork = true)],
  [
    "a mount more",
    () => true,
    (_, container) =>
      (container["volumeMounts"] = [...(container["volumeMounts"] ?? []), { name: "x", mountPath: "/not/of/it" }]),
  ],
  [
    "more room in memory",
    (profile) => memoryMounts(profile).length > 0,
    ({ spec }) => (spec.volumes.find((one: Json) => one["emptyDir"] !== undefined).emptyDir.sizeLimit = "9Pi"),
  ],
  [
    "a sysctl more",
    () => true,
    ({ spec }) =>
      (spec.securityContext = { ...spec.securityContext, sysctls: [{ name: "net.core.not_of_it", value: "1" }] }),
  ],
  [
    "a debug container as root",
    () => true,
    ({ spec }) => (spec.ephemeralContainers = [{ name: "debug", image: "busybox", securityContext: { runAsUser: 0 } }]),
  ],
];

describe.each([admissionPolicy, kyverno])("$name admits the pod of any profile, and refuses it", (emitter) => {
  it.each(widenings)("with %s", (_, applies, widen) => {
    let refused = 0;
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        if (!applies(profile)) return;
        const spec = policyOf(emitter, profile);
        const pod = podOf(profile);
        expect(refusals(spec, pod)).toEqual([]);
        widen(pod, pod["spec"].containers[0]);
        expect(refusals(spec, pod)).not.toEqual([]);
        refused++;
      }),
      { numRuns: 8 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});
