import { isFilledIn } from "../../formats/command-line/expansion.ts";
import type { OwnLimit, OwnRule, Policy } from "../../domain/settings/config.ts";
import type { ContainerSpec, ContainerSpecs } from "../../domain/container/container-spec.ts";
import { toCapability } from "../../domain/profile/capability.ts";
import { fitsWildcard } from "../../text/wildcard.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { Rule } from "../rule.ts";
import { beginOf, evidenceOf, placeOf, services, visiblePart } from "./container.ts";
import { isAllowed, registryOf } from "./registries.ts";
import { spelled, type Setting } from "./spelling.ts";
import { withoutSlash } from "../../text/cut.ts";

/** The requirements of `policy.rules` in `hullproof.yaml`, as additional rules. */
export function ownRules({ rules = [] }: Policy): readonly Rule[] {
  return rules.map((policyRule): Rule => ({
    id: policyRule.id,
    title: policyRule.message,
    why: `A demand of policy.rules in hullproof.yaml: ${demandOf(policyRule)}.`,
    severity: policyRule.severity,
    ofUser: true,
    needs: ["containers"],
    fix: "none",
    also: [],
    examples: [{ kind: "document", bad: "", good: "" }],
    *check({ containers }) {
      if (containers === undefined) return;
      for (const { problem, at, evidence } of breaches(policyRule, containers))
        yield {
          message: `${policyRule.message} (${problem})`,
          at,
          evidence: [
            ...evidence,
            { kind: "setting", pointer: `policy.rules ${policyRule.id}`, value: demandOf(policyRule) },
          ],
        };
    },
  }));
}

/** In words: `limits memory, cpus`. */
function demandOf({ registries, limits, forbidCapabilities, forbidMounts, labels }: OwnRule): string {
  return Object.entries({ registries, limits, forbidCapabilities, forbidMounts, labels })
    .flatMap(([key, list]) => (list === undefined ? [] : [`${key} ${list.join(", ")}`]))
    .join("; ");
}

interface Breach {
  readonly problem: string;
  readonly at: Observation["at"];
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

function* breaches(policyRule: OwnRule, containers: ContainerSpecs): Generator<Breach, void> {
  for (const container of containers.containers) {
    yield* imageBreaches(policyRule, containers, container);
    yield* grantBreaches(policyRule, containers, container);
  }
  for (const container of services(containers)) {
    for (const limit of policyRule.limits ?? []) yield* limitBreaches(limit, containers, container);
    yield* labelBreaches(policyRule, containers, container);
  }
}

function* imageBreaches(
  { registries }: OwnRule,
  containers: ContainerSpecs,
  { image }: ContainerSpec,
): Generator<Breach, void> {
  // Only the environment completes a name with a variable.
  if (registries === undefined || image === undefined || isFilledIn(image.value) || image.hidden === true) return;
  if (isAllowed(image.value, registries)) return;
  const { registry } = registryOf(image.value);
  yield { problem: `the image comes from ${registry}`, at: placeOf(image), evidence: evidenceOf(containers, image) };
}

function* grantBreaches(
  { forbidCapabilities = [], forbidMounts = [] }: OwnRule,
  containers: ContainerSpecs,
  { capAdd, privileged, mounts, devices }: ContainerSpec,
): Generator<Breach, void> {
  if (forbidCapabilities.length > 0 && privileged?.value === true)
    yield {
      problem: "privileged adds them all",
      at: placeOf(privileged),
      evidence: evidenceOf(containers, privileged),
    };
  const forbidden = new Set(forbidCapabilities.map((name) => toCapability(name) ?? name.toUpperCase()));
  for (const capability of capAdd) {
    const name = toCapability(capability.value) ?? capability.value.toUpperCase();
    if (forbidden.size === 0 || !(forbidden.has(name) || name === "ALL")) continue;
    yield {
      problem: `it adds ${visiblePart(capability, name)}`,
      at: capability.at,
      evidence: evidenceOf(containers, capability),
    };
  }
  const isForbidden = (path: string): boolean => forbidMounts.some((mount) => fitsWildcard(mount, withoutSlash(path)));
  for (const mount of mounts) {
    const { type, source } = mount.value;
    if (type !== "bind" || source === undefined || !isForbidden(source)) continue;
    yield {
      problem: `it mounts ${visiblePart(mount, source)}`,
      at: placeOf(mount),
      evidence: evidenceOf(containers, mount),
    };
  }
  for (const device of devices)
    if (isForbidden(device.value.source))
      yield {
        problem: `it opens ${visiblePart(device, device.value.source)}`,
        at: placeOf(device),
        evidence: evidenceOf(containers, device),
      };
}

function* labelBreaches(
  { labels = [] }: OwnRule,
  containers: ContainerSpecs,
  container: ContainerSpec,
): Generator<Breach, void> {
  const { labelNames, name, at } = container;
  // A file of labels may contain any label.
  if (labelNames === undefined) return;
  const has = new Set(labelNames.map(({ value }) => value));
  const missingLabels = labels.filter((label) => !has.has(label));
  if (missingLabels.length === 0) return;
  yield {
    problem: `${name} has no label ${missingLabels.join(", ")}`,
    at,
    evidence: [
      beginOf(containers, container),
      { kind: "setting", pointer: "labels", value: [...has].join(", ") || "not set" },
    ],
  };
}

const limits: Readonly<Record<OwnLimit, readonly ["memoryBytes" | "cpus" | "pids", Setting]>> = {
  memory: ["memoryBytes", "memory"],
  cpus: ["cpus", "cpus"],
  pids: ["pids", "pids"],
};

function* limitBreaches(
  limit: OwnLimit,
  containers: ContainerSpecs,
  container: ContainerSpec,
): Generator<Breach, void> {
  // A pod has no such limit: the kubelet has one for all.
  if (limit === "pids" && container.dialect === "kubernetes") return;
  const [field, setting] = limits[limit];
  const locatedLimit = container[field];
  if (locatedLimit !== undefined && !(locatedLimit.value <= 0)) return;
  const problem = `${container.name} has no limit of ${limit}`;
  if (locatedLimit !== undefined)
    yield { problem, at: placeOf(locatedLimit), evidence: evidenceOf(containers, locatedLimit) };
  else
    yield {
      problem,
      at: container.at,
      evidence: [
        beginOf(containers, container),
        { kind: "setting", pointer: spelled(container, setting), value: "not set" },
      ],
    };
}
