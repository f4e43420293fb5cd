import type { Report } from "../../src/domain/report/report.ts";
import { checkReport } from "./sample-report.ts";

/** A report on as many findings, those of a sample again and again, each in a file of its own. */
export function manyFindings(count: number): Report {
  const samples = checkReport.findings;
  const findings = Array.from({ length: count }, (_, at) => {
    const sample = samples[at % samples.length]!;
    const file = `service-${at}/Dockerfile`;
    return {
      ...sample,
      target: file,
      ...("file" in sample.location && { location: { ...sample.location, file } }),
      message: `${sample.message} (${at})`,
    };
  });
  return { ...checkReport, findings };
}
