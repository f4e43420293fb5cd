import type { Step } from "../../domain/workload/step.ts";
import type { StepOutcome } from "../../domain/workload/trial.ts";

/** Headers that name the host of a recording, where answers are redirects to `https://` or to a host and the recorded ones were pages. */
export function recordedHost(
  host: string,
  steps: readonly Step[],
  answers: readonly Pick<StepOutcome, "status" | "headers">[],
): Readonly<Record<string, string>> | undefined {
  const answered = answers.filter(({ status }) => status !== undefined);
  if (answered.length > 0 && answered.every(isElsewhere)) return { host, "x-forwarded-proto": "https" };
  const isPage = (step: Step | undefined) => step?.kind === "http" && step.status < 300;
  return answers.some((answer, at) => isElsewhere(answer) && isPage(steps[at])) ? { host } : undefined;
}

function isElsewhere({ status = 0, headers = {} }: Pick<StepOutcome, "status" | "headers">): boolean {
  // A captured address is masked in answers: `[site masked]/posts`.
  return status >= 301 && status <= 308 && /^https?:|^\[/u.test(headers["location"] ?? "");
}
