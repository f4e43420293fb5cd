/** A text that was found in a folder. Paths are as reached from the current folder. */
export interface FoundText {
  readonly kind: "dockerfile" | "document" | "compose" | "kubernetes" | "quadlet" | "container";
  readonly path: string;
  /** Of a Compose file, those that are laid over it. */
  readonly layers?: readonly string[];
  /** Of a Compose file, those that it is laid over, which are targets themselves. */
  readonly under?: readonly string[];
  /** Absolute: files whose findings belong to another target. */
  readonly foreign?: readonly string[];
  /** `services.web`, `networks.front`: what other Compose files beside it define. */
  readonly definedElsewhere?: readonly string[];
  readonly discovered: true;
  /** Absolute: a link of this name may lead anywhere beneath it. */
  readonly within: string;
}

export interface NotRead {
  readonly path: string;
  readonly reason: string;
  /** Of a file of Kubernetes' tools, what it is before it is rendered. */
  readonly form?: UnrenderedForm;
  /** Absolute: a link beside it may lead anywhere beneath it. */
  readonly within?: string;
}

export type UnrenderedForm = "chart" | "kustomization" | "template";

export interface Searched {
  readonly found: readonly FoundText[];
  /** Folders that were looked into. */
  readonly folders: readonly string[];
  /** What should have been read and could not be: there is no answer for the whole folder. */
  readonly unread: readonly NotRead[];
  /** What was left out, with why. */
  readonly passedOver: readonly NotRead[];
}
