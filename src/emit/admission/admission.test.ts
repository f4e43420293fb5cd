// The policies, evaluated: the pod that `emit --to kubernetes` writes is admitted, and each way to be more than the profile is refused.
import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { arbitraryProfile } from "../../../test/emit/arbitrary-profile.ts";
import { fullProfile, sampleProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { quantity } from "../../formats/kubernetes/quantity.ts";
import admissionPolicy from "../admission-policy.ts";
import type { Emitter } from "../emitter.ts";
import kubernetes from "../kubernetes.ts";
import kyverno from "../kyverno.ts";

type Json = { [key: string]: any };

/** Kubernetes' library of quantities: k8s.io/apiserver/pkg/cel/library/quantity.go. */
class Quantity {
  readonly value: number;
  constructor(text: string) {
    const value = quantity(text);
    if (value === undefined) throw new Error(`${text} is no quantity`);
    this.value = value;
  }
}
const library = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerVariable("object", "dyn")
  .registerVariable("variables", "dyn")
  .registerType("Quantity", Quantity)
  .registerFunction("quantity(dyn): Quantity", (text: unknown) => new Quantity(String(text)))
  .registerFunction("Quantity.compareTo(Quantity): int", (a: Quantity, b: Quantity) =>
    BigInt(Math.sign(a.value - b.value)),
  );

interface Spec {
  readonly matchConditions: readonly { readonly expression: string }[];
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

/** Numbers of manifests are integers of CEL. */
function toCel(value: unknown): unknown {
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toCel(one)]));
}

/** Messages of the checks that the pod does not pass. */
function refusals(spec: Spec, pod: Json): string[] {
  const object = toCel(pod);
  const evaluate = (expression: string, variables: object): unknown =>
    library.evaluate(expression, { object, variables });
  if (!spec.matchConditions.every(({ expression }) => evaluate(expression, {}) === true)) return [];
  const variables: Json = {};
  for (const { name, expression } of spec.variables) variables[name] = evaluate(expression, variables);
  return spec.validations.flatMap(({ expression, message }) =>
    evaluate(expression, variables) === true ? [] : [message],
  );
}

const policyOf = (emitter: Emitter, profile: Profile): Spec =>
  parseAllDocuments(emitter.emit(profile).files[0]?.text ?? "")[0]?.toJS().spec as Spec;

function podOf(profile: Profile): Json {
  const documents = parseAllDocuments(kubernetes.emit(profile).files[0]?.text ?? "").map((one) => one.toJS() as Json);
  const { spec } = documents.find(({ kind }) => kind === "Deployment")?.["spec"].template ?? {};
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec };
}

const debug = { name: "debug", image: "busybox", securityContext: undefined as unknown };
const profile: Profile = {
  ...fullProfile,
  devices: [],
  network: "private",
  capabilities: { required: ["SETUID"], soft: [], unused: [] },
};

describe.each([admissionPolicy, kyverno] as const)("$name", (emitter) => {
  const spec = policyOf(emitter, profile);
  const own = podOf(profile);
  const context = own["spec"].containers[0].securityContext as Json;
  const pod = (change: (spec: Json) => void): Json => {
    const copy = structuredClone(own);
    change(copy["spec"]);
    return copy;
  };

  it("admits the pod of emit --to kubernetes, with an ephemeral container under the same", () => {
    expect(refusals(spec, own)).toEqual([]);
    expect(
      refusals(
        spec,
        pod((all) => (all["ephemeralContainers"] = [{ ...debug, securityContext: context }])),
      ),
    ).toEqual([]);
    // Less is no more.
    const less = pod((all) => {
      all["containers"][0].securityContext.capabilities = { drop: ["ALL"] };
      all["containers"][0].resources.limits = { memory: "16Mi", cpu: "1m" };
    });
    expect(refusals(spec, less)).toEqual([]);
  });

  it("lets a pod go that is deleted", () => {
    const going = pod((all) => (all["hostPID"] = true));
    expect(refusals(spec, { ...going, metadata: { name: "a", deletionTimestamp: "2026-01-01T00:00:00Z" } })).toEqual(
      [],
    );
  });

  const container = (change: (container: Json) => void) => pod((all) => change(all["containers"][0]));
  const secured = (change: (context: Json) => void) => container((one) => change(one["securityContext"]));
  it.each<[string, Json]>([
    ["runAsUser 10001", secured((one) => (one["runAsUser"] = 0))],
    ["runAsUser 10001", secured((one) => delete one["runAsUser"])],
    ["runAsGroup 10001", secured((one) => (one["runAsGroup"] = 0))],
    ["no other group", pod((all) => (all["securityContext"] = { ...all["securityContext"], fsGroup: 5 }))],
    ["no other group", pod((all) => (all["securityContext"] = { ...all["securityContext"], supplementalGroups: [5] }))],
    ["capabilities.drop ALL", secured((one) => delete one["capabilities"])],
    ["capabilities.drop ALL", secured((one) => (one["capabilities"].drop = ["NET_RAW"]))],
    ["capabilities.drop ALL", secured((one) => (one["capabilities"].add = ["SETUID", "SYS_ADMIN"]))],
    ["capabilities.drop ALL", secured((one) => (one["capabilities"].add = ["ALL"]))],
    ["no privileged", secured((one) => (one["privileged"] = true))],
    ["procMount", secured((one) => (one["procMount"] = "Unmasked"))],
    ["allowPrivilegeEscalation", secured((one) => delete one["allowPrivilegeEscalation"])],
    ["allowPrivilegeEscalation", secured((one) => (one["allowPrivilegeEscalation"] = true))],
    ["readOnlyRootFilesystem", secured((one) => (one["readOnlyRootFilesystem"] = false))],
    ["seccompProfile", secured((one) => (one["seccompProfile"] = { type: "RuntimeDefault" }))],
    ["seccompProfile", secured((one) => (one["seccompProfile"] = { type: "Localhost", localhostProfile: "all.json" }))],
    ["seccompProfile", secured((one) => delete one["seccompProfile"])],
    ["AppArmor", secured((one) => (one["appArmorProfile"] = { type: "Unconfined" }))],
    ["AppArmor", pod((all) => (all["securityContext"] = { appArmorProfile: { type: "Unconfined" } }))],
    ["SELinux", secured((one) => (one["seLinuxOptions"] = { type: "spc_t" }))],
    ["Windows", secured((one) => (one["windowsOptions"] = { hostProcess: true }))],
    ["hostNetwork", pod((all) => (all["hostNetwork"] = true))],
    ["hostPID", pod((all) => (all["hostPID"] = true))],
    ["hostIPC", pod((all) => (all["hostIPC"] = true))],
    ["shareProcessNamespace", pod((all) => (all["shareProcessNamespace"] = true))],
    ["hostPort", container((one) => (one["ports"] = [{ containerPort: 80, hostPort: 80 }]))],
    ["sysctl", pod((all) => (all["securityContext"].sysctls = [{ name: "kernel.shm_rmid_forced", value: "0" }]))],
    ["no device", container((one) => (one["resources"].limits["nvidia.com/gpu"] = 1))],
    ["no device", container((one) => (one["volumeDevices"] = [{ name: "a", devicePath: "/dev/xvda" }]))],
    [
      "no volume of the node",
      pod((all) => (all["volumes"] = [...all["volumes"], { name: "h", hostPath: { path: "/" } }])),
    ],
    ["no mount but", container((one) => one["volumeMounts"].push({ name: "x", mountPath: "/etc" }))],
    [
      "no mount but",
      container((one) =>
        one["volumeMounts"].push({ name: "t", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }),
      ),
    ],
    ["no mount but", container((one) => (one["volumeMounts"][0].mountPropagation = "Bidirectional"))],
    ["emptyDir in memory", pod((all) => (all["volumes"][0].emptyDir = {}))],
    ["emptyDir in memory", pod((all) => (all["volumes"][0].emptyDir = { medium: "Memory", sizeLimit: "1Gi" }))],
    ["memory limit", container((one) => (one["resources"].limits.memory = "49Mi"))],
    ["memory limit", container((one) => delete one["resources"])],
    ["cpu limit", container((one) => (one["resources"].limits.cpu = "501m"))],
    [
      "cpu limit",
      pod(
        (all) =>
          (all["initContainers"] = [{ ...all["containers"][0], resources: { limits: { memory: "1Mi", cpu: "2" } } }]),
      ),
    ],
    ["runAsUser", pod((all) => (all["ephemeralContainers"] = [{ name: "debug", image: "busybox" }]))],
    [
      "no privileged",
      pod((all) => (all["ephemeralContainers"] = [{ ...debug, securityContext: { ...context, privileged: true } }])),
    ],
    [
      "capabilities",
      pod(
        (all) =>
          (all["ephemeralContainers"] = [
            { ...debug, securityContext: { ...context, capabilities: { drop: ["ALL"], add: ["SYS_PTRACE"] } } },
          ]),
      ),
    ],
  ])("refuses: %s (%#)", (message, other) => {
    expect(refusals(spec, other)).toContainEqual(expect.stringContaining(message));
  });

  it("admits the pod of any profile, and has a check for each that is stricter", () => {
    fc.assert(
      fc.property(arbitraryProfile, (any) => {
        expect(refusals(policyOf(emitter, any), podOf(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

it("looks at pods, at their ephemeral containers and at their resizes, of namespaces with the label", () => {
  const [policy, binding] = parseAllDocuments(admissionPolicy.emit(sampleProfile).files[0]?.text ?? "").map(
    (one) => one.toJS() as Json,
  );
  expect(policy).toMatchObject({
    apiVersion: "admissionregistration.k8s.io/v1",
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: [{ resources: ["pods", "pods/ephemeralcontainers", "pods/resize"] }] },
    },
  });
  expect(binding).toMatchObject({
    kind: "ValidatingAdmissionPolicyBinding",
    spec: {
      policyName: policy?.["metadata"].name,
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: { matchLabels: { "hullproof/profile": "app" } } },
    },
  });
  expect(parse(kyverno.emit(sampleProfile).files[0]?.text ?? "")).toMatchObject({
    apiVersion: "policies.kyverno.io/v1",
    kind: "ValidatingPolicy",
    spec: {
      validationActions: ["Deny"],
      matchConstraints: { namespaceSelector: { matchLabels: { "hullproof/profile": "app" } } },
    },
  });
});

it("says what it can't see", () => {
  const { losses } = admissionPolicy.emit(fullProfile);
  expect(losses.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      "seccomp-content",
      "any-image",
      "pids",
      "ephemeral-limits",
      "ulimit",
      "device",
      "network-none",
    ]),
  );
  expect(admissionPolicy.emit(fullProfile).files[0]?.text).toContain("never its content");
});
