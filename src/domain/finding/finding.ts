import type { Applicability, PlacedEdit } from "./fix.ts";
import type { Practice, RuleId } from "./practice.ts";
import type { TextLocation } from "./span.ts";
import type { Accepted, BaselineState } from "./state.ts";

export const severities = ["error", "warning", "info"] as const;
/** Maps one to one to SARIF's error, warning and note. */
export type Severity = (typeof severities)[number];

/** Why we say so. A reader can check each kind again without us. */
export type Evidence =
  | {
      readonly kind: "source";
      readonly location: TextLocation;
      readonly text: string;
      /** Part of it is masked, so it differs from the file. */
      readonly masked?: true;
    }
  /** A value of the image configuration or of a run line; `pointer` names it (`Config.User`, `--cap-drop`). */
  | { readonly kind: "setting"; readonly pointer: string; readonly value: string }
  /** A path in the image; `layer` is the 0-based index of the layer that holds it. */
  | {
      readonly kind: "file";
      readonly path: string;
      readonly layer: number;
      readonly bytes: number;
      readonly detail?: string;
    }
  | {
      readonly kind: "layer";
      readonly layer: number;
      readonly createdBy: string;
      readonly bytes: number;
      readonly line?: number;
    }
  | {
      readonly kind: "package";
      readonly purl: string;
      readonly installed: string;
      readonly candidate?: string;
      readonly origin?: string;
    }
  | {
      readonly kind: "advisory";
      readonly id: string;
      readonly purl: string;
      readonly installed: string;
      /** Absent: there is no fix. */
      readonly fixedIn?: string;
      readonly quote: string;
    }
  /** A published fact that the rule rests on, with where to look it up. */
  | { readonly kind: "reference"; readonly statement: string; readonly source: string }
  | { readonly kind: "trial"; readonly trial: string; readonly outcome: "passes" | "breaks"; readonly detail: string };

/** Location of a finding: in a text, in an image, or in a setting without a text. */
export type Location = TextLocation | { readonly layer: number; readonly path: string } | { readonly setting: string };

export interface Finding {
  readonly rule: RuleId;
  readonly practice: Practice;
  readonly severity: Severity;
  readonly message: string;
  /** Id of the target in the report. */
  readonly target: string;
  readonly location: Location;
  /** The service, unit or container of a pod that it is about, where the target may describe several. */
  readonly container?: string;
  readonly also: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly fix?: {
    readonly title: string;
    readonly applicability: Applicability;
    /** Of fixes that need no proof, and of suggested ones of YAML: made together, in the text as it is. */
    readonly edits?: readonly PlacedEdit[];
    /** Why there are no edits here of a fix that `fix` makes. */
    readonly withheld?: string;
  };
  /** A fix that can't be made by range here, why, and what to do by hand. */
  readonly notFixed?: { readonly title: string; readonly applicability: Applicability; readonly reason: string };
  /** Beside a baseline. */
  readonly state?: BaselineState;
  readonly accepted?: Accepted;
}

/** `found` | `clean` | `skipped` (a fact was missing) | `failed` (the rule itself broke). All four are shown. */
export type RuleVerdict = "found" | "clean" | "skipped" | "failed";

/** A rule's description, for reports that explain it. */
export interface RuleText {
  readonly rule: RuleId;
  readonly title: string;
  readonly why: string;
  /** Its own; a finding or hullproof.yaml may say otherwise. */
  readonly severity: Severity;
}

export interface RuleResult {
  readonly rule: RuleId;
  readonly target: string;
  readonly verdict: RuleVerdict;
  readonly reason?: string;
}

/** Targets with the same result of a rule, for the same reason. */
export interface ReasonedTargets {
  /** Their positions in the report's `targets`, ascending. */
  readonly targets: readonly number[];
  /** Of `found`: why some findings were suppressed. */
  readonly reason?: string;
}

/** All results of one rule, as a JSON report lists them; targets are positions in its `targets`. */
export interface RuleResults {
  readonly rule: RuleId;
  /** Ranges of the targets that it applies to, first and last position of each, ascending. */
  readonly targets: readonly (readonly [number, number])[];
  readonly found?: readonly ReasonedTargets[];
  readonly failed?: readonly ReasonedTargets[];
  readonly skipped?: readonly ReasonedTargets[];
  /** How many of `targets` are clean: all that no list above has. */
  readonly clean: number;
}
