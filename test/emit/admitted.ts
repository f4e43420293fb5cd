import { Environment } from "@marcbachmann/cel-js";
import { parseAllDocuments } from "yaml";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Emitter } from "../../src/dialects/emitter.ts";
import { quantity } from "../../src/formats/kubernetes/quantity.ts";
import type { Json } from "./pods-beyond.ts";

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

/** Of either kind of policy. */
export interface Spec {
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
export function refusals(spec: Spec, pod: Json): string[] {
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

export const policyOf = (emitter: Emitter, profile: Profile): Spec =>
  parseAllDocuments(emitter.emit(profile).files[0]?.text ?? "")[0]?.toJS().spec as Spec;
