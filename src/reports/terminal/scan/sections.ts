import type { Report } from "../../../domain/report/report.ts";
import { withoutSummaries } from "../../content/scan-verdict.ts";
import { findingSections } from "../findings.ts";
import type { Page } from "../page.ts";
import { advisorySection, comparisonSections } from "./comparison.ts";
import { vulnerabilitySection } from "./vulnerability-section.ts";

/** The vulnerabilities, other sources, and problems besides single vulnerabilities: ends of life, missing security archives. */
export function scanSections(report: Report, withNegligible: boolean, page: Page): string[] {
  return [
    vulnerabilitySection(report, withNegligible, page),
    comparisonSections(report, page),
    advisorySection(report, page),
    findingSections(withoutSummaries(report), page),
  ].flat();
}
