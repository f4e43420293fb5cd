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

/** A file with its parts, as plain data for another thread. */
export interface DialectText {
  readonly path: string;
  readonly text: string;
  /** Files merged over it, in order, which are fixed with it: drop-ins. */
  readonly parts?: readonly { readonly file: string; readonly text: string }[];
  /** Why a part could not be read. */
  readonly unread?: readonly string[];
  /** Other files of its folder, for rules about several objects. */
  readonly beside?: readonly ManifestText[];
  /** Why some of these files are missing. */
  readonly incomplete?: string;
  /** Minor version of Kubernetes 1.x to evaluate for. */
  readonly kubernetes?: number;
  /** Podman version to evaluate for. */
  readonly podman?: string;
  /** A rendered text, which is not a file: settings of its source apply. */
  readonly rendered?: Rendered;
}

/** Facts for rules about a text beyond its containers. */
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
  /** Why the text is not yet of this dialect: it has placeholders for a renderer. */
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

/** A dialect in which each file is a target. Pure: all parts of a file are read before. */
export interface TextDialect {
  readonly name: TextDialectName;
  readonly read: (text: DialectText) => DialectReading;
  /** The language of its comments, where suppressions are. */
  readonly comments: "yaml" | "unit";
  /** One setting may apply to several containers, and is then found in each. */
  readonly sharesSettings?: true;
  /**
   * The problem of edited texts: they must have exactly the declared edits with their intended effect, and cause no new
   * refusals. Undefined without one.
   */
  readonly editProblem: (text: DialectText, before: Texts, after: Texts, declared: DeclaredEdits) => string | undefined;
  /** Secrets that the text contains in another form. */
  readonly secrets?: (text: DialectText) => readonly SecretValue[];
}

/** Recognizes files of a dialect. Runs for every file of a directory, and loads nothing. */
export interface Recognizer {
  /** Whether the head of a file of this name decides. */
  readonly mayBe: (name: string) => boolean;
  readonly is: (head: string) => boolean;
  /** Names of the directories with files that are merged over a file of this name, in order of precedence. */
  readonly partFolders?: (name: string) => readonly string[];
}
