import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { emitCompose } from "../../dialects/compose/emit/compose.ts";
import { emitDockerRun } from "../../dialects/run-line/emit/docker-run.ts";
import { escapeReport } from "./escape-report.ts";

export interface RunTexts {
  readonly dockerRun: string;
  readonly compose: string;
}

/**
 * How to run the proven profile, safe to print; undefined if nothing was proven. A profile that no command line can
 * express becomes a comment, so that the rest of the report is still printed.
 */
export function runTexts({ proof, harden }: Report): RunTexts | undefined {
  if (harden !== undefined) return escapeReport(harden.emitted);
  if (proof === undefined) return undefined;
  const { profile, witnesses } = proof;
  try {
    return escapeReport({
      dockerRun: emitDockerRun(profile, { witnesses }),
      compose: emitCompose(profile, { witnesses }),
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = `# ${error.message}. ${error.hint}\n`;
    return escapeReport({ dockerRun: text, compose: text });
  }
}
