import type { Breach, PodSecurityCheck } from "../../facts/pod-security/pod-security-check.ts";
import { breachesIn, type PodsFact } from "../../facts/pod-security/pods-fact.ts";
import type { Observation } from "../observation.ts";
import { quote, reference } from "./evidence.ts";

/** A finding for each place at which a pod breaks a check of Pod Security; `message` gets the clause that says what is there. */
export function* podFindings(
  pods: PodsFact,
  check: PodSecurityCheck,
  message: (says: string, breach: Breach) => string,
): Generator<Observation, void> {
  for (const breach of breachesIn(pods, check)) {
    const { at, pointer, value, says } = breach;
    const told = message(says, breach);
    yield {
      message: told.slice(0, 1).toUpperCase() + told.slice(1),
      at,
      evidence: [
        { kind: "setting", pointer, value },
        ...("span" in at ? [quote(pods, at.span)] : []),
        reference(
          `Pod Security at the level ${check.level} forbids it (check ${check.id} of Kubernetes 1.${pods.minor})`,
          "kubernetes.io, Pod Security Standards; kubernetes/pod-security-admission, policy",
        ),
      ],
    };
  }
}
