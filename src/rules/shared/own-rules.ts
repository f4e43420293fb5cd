import { isFilledIn } from "../../formats/command-line/expansion.ts";
import type { OwnLimit, OwnRule, Policy } from "../../domain/settings/config.ts";
import type { WrittenContainer, WrittenContainers } from "../../domain/container-spec/written-container.ts";
import { toCapability } from "../../domain/profile/capability.ts";
import { fitsWildcard } from "../../text/wildcard.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import type { Rule } from "../rule.ts";
import { beginOf, evidenceOf, placeOf, services, shown } from "./container.ts";
import { isAllowed, registryOf } from "./registries.ts";
import { spelled, type Setting } from "./spelling.ts";
import { withoutSlash } from "../../text/cut.ts";

/** The demands of `policy.rules` in `hullproof.yaml`, each as a rule beside those of hullproof. */
export function ownRules({ rules = [] }: Policy): readonly Rule[] {
  return rules.map((own): Rule => ({
    id: own.id,
    title: own.message,
    why: `A demand of policy.rules in hullproof.yaml: ${demandOf(own)}.`,
    severity: own.severity,
    ofUser: true,
    needs: ["containers"],
    fix: "none",
    also: [],
    examples: [{ kind: "document", bad: "", good: "" }],
    *check({ containers }) {
      if (containers === undefined) return;
      for (const { problem, at, evidence } of breaches(own, containers))
        yield {
          message: `${own.message} (${problem})`,
          at,
          evidence: [...evidence, { kind: "setting", pointer: `policy.rules ${own.id}`, value: demandOf(own) }],
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

function* breaches(own: OwnRule, containers: WrittenContainers): Generator<Breach, void> {
  for (const container of containers.containers) {
    yield* imageBreaches(own, containers, container);
    yield* grantBreaches(own, containers, container);
  }
  for (const container of services(containers)) {
    for (const limit of own.limits ?? []) yield* limitBreaches(limit, containers, container);
    yield* labelBreaches(own, containers, container);
  }
}

function* imageBreaches(
  { registries }: OwnRule,
  containers: WrittenContainers,
  { image }: WrittenContainer,
): Generator<Breach, void> {
  // A name that a variable completes is only known to whoever starts it.
  if (registries === undefined || image === undefined || isFilledIn(image.value) || image.hidden === true) return;
  if (isAllowed(image.value, registries)) return;
  const { registry } = registryOf(image.value);
  yield { problem: `the image comes from ${registry}`, at: placeOf(image), evidence: evidenceOf(containers, image) };
}

function* grantBreaches(
  { forbidCapabilities = [], forbidMounts = [] }: OwnRule,
  containers: WrittenContainers,
  { capAdd, privileged, mounts, devices }: WrittenContainer,
): Generator<Breach, void> {
  if (forbidCapabilities.length > 0 && privileged?.value === true)
    yield {
      problem: "privileged adds them all",
      at: placeOf(privileged),
      evidence: evidenceOf(containers, privileged),
    };
  const forbidden = new Set(forbidCapabilities.map((name) => toCapability(name) ?? name.toUpperCase()));
  for (const said of capAdd) {
    const name = toCapability(said.value) ?? said.value.toUpperCase();
    if (forbidden.size === 0 || !(forbidden.has(name) || name === "ALL")) continue;
    yield { problem: `it adds ${shown(said, name)}`, at: said.at, evidence: evidenceOf(containers, said) };
  }
  const isForbidden = (path: string): boolean => forbidMounts.some((one) => fitsWildcard(one, withoutSlash(path)));
  for (const said of mounts) {
    const { type, source } = said.value;
    if (type !== "bind" || source === undefined || !isForbidden(source)) continue;
    yield { problem: `it mounts ${shown(said, source)}`, at: placeOf(said), evidence: evidenceOf(containers, said) };
  }
  for (const said of devices)
    if (isForbidden(said.value.source))
      yield {
        problem: `it opens ${shown(said, said.value.source)}`,
        at: placeOf(said),
        evidence: evidenceOf(containers, said),
      };
}

function* labelBreaches(
  { labels = [] }: OwnRule,
  containers: WrittenContainers,
  container: WrittenContainer,
): Generator<Breach, void> {
  const { labelNames, name, at } = container;
  // A file of labels may hold any.
  if (labelNames === undefined) return;
  const has = new Set(labelNames.map(({ value }) => value));
  const missing = labels.filter((label) => !has.has(label));
  if (missing.length === 0) return;
  yield {
    problem: `${name} has no label ${missing.join(", ")}`,
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
  containers: WrittenContainers,
  container: WrittenContainer,
): Generator<Breach, void> {
  // A pod has none of its own: the kubelet has one for all.
  if (limit === "pids" && container.dialect === "kubernetes") return;
  const [field, setting] = limits[limit];
  const said = container[field];
  if (said !== undefined && !(said.value <= 0)) return;
  const problem = `${container.name} has no limit of ${limit}`;
  if (said !== undefined) yield { problem, at: placeOf(said), evidence: evidenceOf(containers, said) };
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
