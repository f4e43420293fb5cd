// The policies, evaluated: the pod that `emit --to kubernetes` writes is admitted, and each way to be more than the profile is refused.
import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { arbitraryProfile } from "../../../test/emit/arbitrary-profile.ts";
import { pod, podOf, podProfile, podsBeyond, podsWithin, type Json } from "../../../test/emit/pods-beyond.ts";
import { fullProfile, sampleProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { quantity } from "../../formats/kubernetes/quantity.ts";
import admissionPolicy from "../admission-policy.ts";
import type { Emitter } from "../emitter.ts";
import kyverno from "../kyverno.ts";

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

describe.each([admissionPolicy, kyverno] as const)("$name", (emitter) => {
  const spec = policyOf(emitter, podProfile);

  it.each(podsWithin)("admits the pod of emit --to kubernetes: %s", (_, one) => {
    expect(refusals(spec, one)).toEqual([]);
  });

  it("lets a pod go that is deleted", () => {
    const going = pod((all) => (all["hostPID"] = true));
    expect(refusals(spec, { ...going, metadata: { name: "a", deletionTimestamp: "2026-01-01T00:00:00Z" } })).toEqual(
      [],
    );
  });

  it.each(podsBeyond)("refuses: %s (%#)", (message, other) => {
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
