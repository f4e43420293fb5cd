// The exports of the package as `hullproof/rules`, for the files in `policy.ruleFiles` of hullproof.yaml. docs/guide/own-rules.md describes it.
import type { CustomFactName, CustomRule } from "../rules/custom-rule.ts";

export type {
  CustomExample,
  CustomFactName,
  CustomFacts,
  CustomFactsExample,
  CustomFinding,
  CustomImageExample,
  CustomRule,
  CustomRuleId,
  CustomTextExample,
} from "../rules/custom-rule.ts";
export type { ImageFacts } from "../facts/image/image-facts.ts";
export type {
  ContainerSpec,
  /** @deprecated Use `ContainerSpec`. */
  ContainerSpec as WrittenContainer,
  ContainerSpecs,
  /** @deprecated Use `ContainerSpecs`. */
  ContainerSpecs as WrittenContainers,
  Dialect,
  Located,
  /** @deprecated Use `Located`. */
  Located as Said,
  SourceLocation,
  /** @deprecated Use `SourceLocation`. */
  SourceLocation as SaidAt,
} from "../domain/container/container-spec.ts";
export type { Evidence, Severity } from "../domain/finding/finding.ts";
export type { Practice } from "../domain/finding/practice.ts";
export type { Span, TextSpan } from "../domain/finding/span.ts";
export type {
  DockerfileFact,
  Instruction,
  InstructionFlag,
  ShellCommand,
  ShellWord,
  Stage,
} from "../facts/dockerfile/dockerfile.ts";
export type { VariablesFact } from "../facts/dockerfile/variables/variables.ts";
export type { PackageCall, PackageCallsFact } from "../facts/managers/package-call.ts";

/** The identity function; it ties the parameter of `check` to `needs`. */
export function defineRule<const Need extends CustomFactName>(rule: CustomRule<Need>): CustomRule<Need> {
  return rule;
}
