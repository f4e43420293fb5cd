import type { Span } from "../../domain/finding/span.ts";
import type { KubeMap } from "./kube-node.ts";

/** A part of a manifest that Kubernetes refuses, or reads differently than it looks. */
export interface ManifestProblem {
  /**
   * `syntax`: it is no YAML. `template`: it is a template of Helm. `separator`: a line that begins with `---` and has more text. `twice`: a duplicate key.
   * `unknown-field`, `wrong-type`: as the API server decodes strictly.
   */
  readonly kind: "syntax" | "template" | "separator" | "twice" | "unknown-field" | "wrong-type";
  readonly message: string;
  readonly span: Span;
  /** `spec.template.spec.containers[0].securityContex`; empty for problems of the text. */
  readonly pointer: string;
}

export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Of its name, else of its kind. */
  readonly at: Span;
  /** Its path in its document: empty, or `items[0].` in a list. */
  readonly prefix: string;
  readonly node: KubeMap;
}

/** The objects of one file. */
export interface Manifest {
  readonly file: string;
  readonly text: string;
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly ManifestProblem[];
}
