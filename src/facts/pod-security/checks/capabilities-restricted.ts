import type { Breach, PodSecurityCheck } from "../pod-security-check.ts";
import type { ContainerView } from "../pod-view.ts";

export const capabilitiesRestricted: PodSecurityCheck = {
  id: "capabilities_restricted",
  level: "restricted",
  since: 22,
  replaces: "capabilities_baseline",
  breaches: ({ containers, windows }, minor) =>
    windows && minor >= 25 ? [] : containers.flatMap((container) => [...notDropped(container), ...added(container)]),
};

function notDropped({ context, title, at }: ContainerView): Breach[] {
  const drop = context.texts("capabilities", "drop");
  if (drop.some(({ value }) => value === "ALL")) return [];
  const pointer = `${context.pointer}.capabilities.drop`;
  const [first] = drop;
  if (first === undefined) return [{ at, pointer, value: "not set", says: `${title} does not drop ALL capabilities` }];
  const value = drop.map((capability) => capability.value).join(", ");
  return [{ at: first.at, pointer, value, says: `${title} drops ${value}, and not ALL` }];
}

function added({ context, title }: ContainerView): Breach[] {
  return context
    .texts("capabilities", "add")
    .filter(({ value }) => value !== "NET_BIND_SERVICE")
    .map((capability) => ({ ...capability, says: `${title} adds the capability ${capability.value}` }));
}
