// The exports of the package `hullproof`: these stay stable, and nothing else can be imported. docs/library.md describes them.
export { check, type CheckOptions } from "./check.ts";
export { fixPlan, type FixPlanOptions } from "./fix-plan.ts";
export { inspect, type InspectOptions } from "./inspect.ts";
export { formatNames, render, type RenderOptions } from "./render.ts";
export { scan, type ScanOptions } from "./scan.ts";
export type { Options } from "./options.ts";
export { Failure, type FailureCode, type FailurePlace } from "../domain/failure.ts";
export type { ProgressEvent } from "../domain/progress.ts";
export type { Remedy } from "../domain/advisory/remedy.ts";
export type { Vulnerability } from "../domain/advisory/vulnerability.ts";
export type {
  Evidence,
  Finding,
  Location,
  RuleResult,
  RuleText,
  Severity,
  RuleVerdict as Verdict,
} from "../domain/finding/finding.ts";
export type { Applicability, PlacedEdit } from "../domain/finding/fix.ts";
export type { Practice, RuleId } from "../domain/finding/practice.ts";
export type { TextLocation } from "../domain/finding/span.ts";
export type { ImageInfo, PackageInfo } from "../domain/image/image-info.ts";
export type { FileFix, FixedFile, FixReport } from "../domain/report/fix-report.ts";
export type { Report, Target, TargetKind } from "../domain/report/report.ts";
