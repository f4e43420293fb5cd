import type { Breach, PodSecurityCheck } from "../../facts/pod-security/pod-security-check.ts";
import { breachesIn, type PodsFact } from "../../facts/pod-security/pods-fact.ts";
import type { WrittenValue } from "../../domain/container/data-change.ts";
import { podView } from "../../facts/pod-security/pod-view.ts";
import type { Pod } from "../../formats/kubernetes/pods-of.ts";
import type { Observation } from "../observation.ts";
import { oncePer } from "../../text/once-per.ts";
import { quoteLines, reference } from "./evidence.ts";

/** A suggestion for a whole pod: a key of its spec. */
export function podFix(
  pods: PodsFact,
  pod: Pod,
  keys: readonly string[],
  value: WrittenValue,
): Pick<Observation, "fix" | "notFixed"> {
  const title = `Set ${keys.join(".")} for the pod`;
  const changed = pods.change?.(pod, keys, value);
  if (changed === undefined) return {};
  const fix = { title, applicability: "suggested" } as const;
  return "edits" in changed ? { fix: { ...fix, ...changed } } : { notFixed: { ...fix, reason: changed.refused } };
}

/** Whether the pod sets the key in its securityContext and each container overrides it. */
export function isOverridden({ pod, pointer }: Breach & { readonly pod: Pod }, key: string): boolean {
  const { context, containers } = podView(pod, "");
  return (
    pointer.startsWith(`${context.pointer}.`) &&
    containers.length > 0 &&
    containers.every((container) => container.context.any(key) !== undefined)
  );
}

/** Lists of a pod by their pointers. */
const listsOf = oncePer<Pod, [], Map<string, object>>(() => new Map());

/** The ports of a container or the volumes of a pod, by the pointer of a value in one of them; its containers are no list: each has its own findings. */
function listOf(pod: Pod, pointer: string): Pick<Observation, "about"> {
  const end = pointer.lastIndexOf("[");
  const name = pointer.slice(0, end);
  if (end === -1 || name.endsWith("ontainers")) return {};
  const lists = listsOf(pod);
  const list = lists.get(name) ?? {};
  lists.set(name, list);
  return { about: { list } };
}

/**
 * A finding for each violation of a Pod Security check; `message` gets the clause about the violation, and returns
 * undefined if it has no effect. `fix`: an edit for a missing setting.
 */
export function* podFindings(
  pods: PodsFact,
  check: PodSecurityCheck,
  message: (says: string, breach: Breach & { readonly pod: Pod }) => string | undefined,
  fix?: (pod: Pod) => Pick<Observation, "fix" | "notFixed">,
): Generator<Observation, void> {
  for (const breach of breachesIn(pods, check)) {
    const { at, pointer, value, says, pod } = breach;
    const messageText = message(says, breach);
    if (messageText === undefined) continue;
    yield {
      message: messageText.slice(0, 1).toUpperCase() + messageText.slice(1),
      at,
      ...listOf(pod, pointer),
      evidence: [
        { kind: "setting", pointer, value },
        ...("span" in at ? [quoteLines(pods, at.span)] : []),
        reference(
          `Pod Security at the level ${check.level} forbids it (check ${check.id} of Kubernetes 1.${pods.minor})`,
          "kubernetes.io, Pod Security Standards; kubernetes/pod-security-admission, policy",
        ),
      ],
      ...(value === "not set" && fix?.(pod)),
    };
  }
}

/** Whether it is about a missing setting of a pod. */
export function isUnset({ evidence }: Observation): boolean {
  return evidence.some((one) => one.kind === "setting" && one.value === "not set");
}
