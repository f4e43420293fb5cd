import type { ManifestObject } from "../../formats/kubernetes/manifest.ts";
import type { Pod } from "../../formats/kubernetes/pods-of.ts";

/** An object of a set of manifests. */
export interface ObjectInSet extends ManifestObject {
  readonly file: string;
  readonly pod?: Pod;
}

/** The objects that are probably applied together: those of a file and of the manifests next to it. */
export interface ObjectsFact {
  readonly file: string;
  readonly text: string;
  readonly own: readonly ObjectInSet[];
  /** With `own`. */
  readonly all: readonly ObjectInSet[];
  /** Why others may be applied with them that are not seen. */
  readonly incomplete?: string;
}

export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** Two objects that are in one namespace, as far as it is said. */
export function isTogether(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** `rbac.authorization.k8s.io` of `rbac.authorization.k8s.io/v1`; empty for the core group. */
export function groupOf({ apiVersion }: Pick<ManifestObject, "apiVersion">): string {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? "" : apiVersion.slice(0, slash);
}
