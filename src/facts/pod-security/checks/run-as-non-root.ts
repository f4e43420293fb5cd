import type { Breach, PodSecurityCheck } from "../pod-security-check.ts";
import type { PodView } from "../pod-view.ts";

export const runAsNonRoot: PodSecurityCheck = {
  id: "runAsNonRoot",
  level: "restricted",
  since: 0,
  breaches: (pod, minor) => (minor >= 35 && pod.ownUsers ? [] : breaches(pod)),
};

/** Each that says `false`; else each that says nothing, where the pod does not say it for all. */
function breaches({ context: ofAll, containers }: PodView): Breach[] {
  const pod = ofAll.bool("runAsNonRoot");
  const settings = containers.map((container) => ({ ...container, own: container.context.bool("runAsNonRoot") }));
  const off = [
    ...(pod?.value === false ? [{ said: pod, title: "the pod" }] : []),
    ...settings.flatMap(({ own, title }) => (own?.value === false ? [{ said: own, title }] : [])),
  ];
  if (off.length > 0)
    return off.map(({ said, title }) => ({ ...said, value: "false", says: `${title} sets runAsNonRoot: false` }));
  if (pod?.value === true) return [];
  return settings
    .filter(({ own }) => own === undefined)
    .map(({ at, context, title }) => ({
      at,
      pointer: `${context.pointer}.runAsNonRoot`,
      value: "not set",
      says: `neither the pod nor ${title} sets runAsNonRoot: true`,
    }));
}
