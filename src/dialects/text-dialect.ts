import type { ContainerSpecs } from "../domain/container/container-spec.ts";
import type { DataChange } from "../domain/container/data-change.ts";
import type { TextDialectName } from "../domain/container/text-dialects.ts";
import type { Rendered } from "../domain/report/rendered.ts";
import type { Fix } from "../domain/finding/fix.ts";
import type { InlineIgnore } from "../facts/dockerfile/ignores.ts";
import type { RefusalsFact } from "../facts/dockerfile/refusals.ts";
import type { ManifestText, ObjectsFact } from "../facts/pod-security/object-set.ts";
import type { ManifestProblemsFact, PodsFact } from "../facts/pod-security/pods-fact.ts";
import type { SecretValue } from "../facts/secrets/values/secret-value.ts";

/** A file with what belongs to it, as plain data for another thread. */
export interface DialectText {
  readonly path: string;
  readonly text: string;
  /** Files laid over it, in order, which are fixed with it: drop-ins. */
  readonly parts?: readonly { readonly file: string; readonly text: string }[];
  /** Why a part could not be read. */
  readonly unread?: readonly string[];
  /** Other files of its folder, for rules about several objects. */
  readonly beside?: readonly ManifestText[];
  /** Why some of them are missing. */
  readonly incomplete?: string;
  /** Minor version of Kubernetes 1.x to evaluate for. */
  readonly kubernetes?: number;
  /** Podman version to evaluate for. */
  readonly podman?: string;
  /** A rendered text, which is not a file: settings of its source apply. */
  readonly rendered?: Rendered;
}

/** What rules ask of a text beyond its containers. */
export interface DialectFacts {
  readonly pods?: PodsFact;
  readonly objects?: ObjectsFact;
  readonly manifestProblems?: ManifestProblemsFact;
  readonly quadletRefusals?: RefusalsFact;
}

export interface DialectReading extends DialectFacts {
  /** Absent: the reason is in `missing`. */
  readonly containers?: ContainerSpecs;
  /** Why a fact is missing, by its name. */
  readonly missing?: Readonly<Record<string, string>>;
  readonly suppressions: readonly InlineIgnore[];
  /** Why the text is not yet of this dialect: a renderer has to replace something in it. */
  readonly template?: string;
}

/** Texts by their names in findings. */
export type Texts = ReadonlyMap<string, string>;

/** Declared edits of fixes. */
export interface DeclaredEdits {
  readonly changes: readonly DataChange[];
  /** Removed comments. */
  readonly comments: NonNullable<Fix["comments"]>;
}

/** A dialect whose containers are in files of their own, one file a target. Pure: what belongs to a file is read before. */
export interface TextDialect {
  readonly name: TextDialectName;
  readonly read: (text: DialectText) => DialectReading;
  /** The language of its comments, where suppressions are. */
  readonly comments: "yaml" | "unit";
  /** One setting may hold for several containers, and is then found in each. */
  readonly sharesSettings?: true;
  /**
   * The problem of edited texts: they must have exactly the declared edits and mean them, and be refused for nothing new. Undefined without one.
   */
  readonly editProblem: (text: DialectText, before: Texts, after: Texts, declared: DeclaredEdits) => string | undefined;
  /** Secrets that the text holds in another form. */
  readonly secrets?: (text: DialectText) => readonly SecretValue[];
}

/** How files of a dialect are recognized. It is asked of every file of a folder, and loads nothing. */
export interface Recognizer {
  /** Whether the head of a file of this name decides. */
  readonly mayBe: (name: string) => boolean;
  readonly is: (head: string) => boolean;
  /** Names of the folders of the files that are laid over a file of this name, the first before the others. */
  readonly partFolders?: (name: string) => readonly string[];
}
