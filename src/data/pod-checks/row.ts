import type { RuleId } from "../../domain/finding/practice.ts";

/** Replaces a rule that lists the check in `also`. */
export type Instead =
  /** Rules that report it among other things, so their findings do not carry its id. */
  | { readonly by: readonly [RuleId, ...RuleId[]] }
  /** Why no rule reports it, on purpose. */
  | { readonly refused: string }
  /** Not covered, although it could be. */
  | { readonly lacks: string };

/** A pod check of a peer: its name there, and its requirement in our words. */
export type Row = readonly [name: string, asks: string, instead?: Instead];

export const by = (...rules: readonly [RuleId, ...RuleId[]]): Instead => ({ by: rules });
export const refused = (why: string): Instead => ({ refused: why });
export const lacks = (what: string): Instead => ({ lacks: what });

// Reasons that several peers share.
export const availability = refused("It is about staying available, and gives a container no right and takes none.");
export const requests = refused(
  "Without a request Kubernetes takes the limit for it. It decides where a pod is placed; what the pod may take is the limit.",
);
export const houseRules = refused("It is a rule of a house: `policy.rules` and `policy.ruleFiles` are for those.");
export const lowIds = refused(
  "A number above 10000 is no wall: without a user namespace a user id means the same on the node, whatever its size.",
);
export const ownNamespace = refused("The namespace is often given when it is applied (`kubectl -n`, a kustomization).");
export const podPolicy = refused("PodSecurityPolicies are gone since Kubernetes 1.25.");
export const probes = lacks("Probes of pods are read, and only their host is judged.");
export const roles = lacks(
  "Rights are judged where a pod's account has them (capabilities/account-rights), not in every role.",
);
export const defaultAccount = lacks(
  "The default account is judged by its rights (capabilities/account-rights) and its token, not by its name.",
);
export const networkPolicies = lacks("Pods that no NetworkPolicy selects are not reported.");
export const secretKeys = lacks("A variable out of a Secret is not reported: its value is not in the manifest.");
export const declaredPorts = refused(
  "A containerPort opens nothing and binds nothing. What an image listens on is judged there (capabilities/privileged-port, capabilities/exposed-ssh, capabilities/image-port).",
);
export const tiller = refused("Helm 2 has had no support since 2020.");
export const dashboard = lacks("Programs that are known to be unsafe are named for Dockerfiles alone.");
export const pullAlways = refused(
  "It pulls again what a digest fixes; base-image/image-no-digest asks for the digest, on request.",
);
export const hostAliases = refused("hostAliases change one file of the pod itself.");
export const noProfile = refused(
  "The runtime's own profile holds where none is named. That it is switched off is reported (capabilities/pod-apparmor).",
);
export const claims = refused("How often a volume may be mounted, and by whom, is its owner's need.");
export const exposure = lacks("How a Service, Ingress or Gateway is exposed is not judged.");
