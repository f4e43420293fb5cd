import type { TextDialectName } from "../../../domain/container/text-dialects.ts";

/** A text found in a folder. Paths are relative to the current folder. */
export interface FoundText {
  readonly kind: "dockerfile" | "document" | "compose" | TextDialectName | "container";
  readonly path: string;
  /** Override files of a Compose file. */
  readonly layers?: readonly string[];
  /** Base files of a Compose file, which are separate targets. */
  readonly under?: readonly string[];
  /** Absolute: files whose findings belong to another target. */
  readonly foreign?: readonly string[];
  /** `services.web`, `networks.front`: definitions in other Compose files of the folder. */
  readonly definedElsewhere?: readonly string[];
  readonly discovered: true;
  /** Absolute: the folder that a link of this name must not leave. */
  readonly within: string;
}

export interface NotRead {
  readonly path: string;
  readonly reason: string;
  /** The unrendered form of a Kubernetes tool's file. */
  readonly form?: UnrenderedForm;
  /** Absolute: the folder that a link next to it must not leave. */
  readonly within?: string;
}

export type UnrenderedForm = "chart" | "kustomization" | "template";

export interface SearchResult {
  readonly found: readonly FoundText[];
  /** Folders that were searched. */
  readonly folders: readonly string[];
  /** Files that should have been read: the result for the folder is incomplete. */
  readonly unread: readonly NotRead[];
  /** Skipped files, with the reason. */
  readonly passedOver: readonly NotRead[];
}
