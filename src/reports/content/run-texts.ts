import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { emitCompose } from "../../emit/compose.ts";
import { emitDockerRun } from "../../emit/docker-run.ts";
import { tame } from "./tame.ts";

export interface RunTexts {
  readonly dockerRun: string;
  readonly compose: string;
}

/**
 * How to run what was proven, safe to print; undefined when nothing was. A profile that no command line can say is reported in
 * a comment, so that it does not cost the reader the rest of the report.
 */
export function runTexts({ proof, harden }: Report): RunTexts | undefined {
  if (harden !== undefined) return tame(harden.emitted);
  if (proof === undefined) return undefined;
  const { profile, witnesses } = proof;
  try {
    return tame({ dockerRun: emitDockerRun(profile, { witnesses }), compose: emitCompose(profile, { witnesses }) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = `# ${error.message}. ${error.hint}\n`;
    return tame({ dockerRun: text, compose: text });
  }
}
