import { Failure } from "../../../domain/failure.ts";
import type { Context } from "../../context.ts";
import type { Detected } from "./detect.ts";
import type { Subject } from "./first-request.ts";
import type { Request } from "./request.ts";
import type { Answers } from "./settings-text.ts";

export interface RequestTrial {
  readonly hasPassed: boolean;
  readonly lines: readonly string[];
}

/** Maximum characters of a body. */
const maxBody = 120;

/** Sends the request of the written `hullproof.yaml`: failures are reported, and only an interruption ends the call. */
export async function tryRequest(
  { dockerfile, composed }: Answers,
  { port, path = "/" }: Request,
  { projects }: Detected,
  context: Context,
): Promise<RequestTrial> {
  const { firstRequest } = await import("./first-request.ts");
  const requestLine = `GET :${port}${path}`;
  const subject = subjectOf({ dockerfile, composed }, projects);
  try {
    const { status, body, ms, problem } = await firstRequest(subject, context);
    const answer = status === undefined ? "no answer" : `${status} in ${Math.round(ms ?? 0)} ms`;
    const quoted = body === undefined || body === "" ? "" : `: ${body.slice(0, maxBody)}`;
    if (problem === undefined) return { hasPassed: true, lines: [`${requestLine} answered ${answer}${quoted}`] };
    return failure(`${requestLine} did not pass (${answer}): ${problem}`, "correct `workload` in it");
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    const hint = error.hint.replaceAll("\n", "\n  ");
    return failure(`${requestLine} was not sent: ${error.message}\n  ${hint}`, "edit it");
  }
}

/** What is started with these answers. */
export function subjectOf(
  {
    dockerfile,
    composed,
  }: { readonly dockerfile: string | undefined; readonly composed: Answers["composed"] | undefined },
  projects: Detected["projects"],
): Subject {
  if (dockerfile !== undefined) return { dockerfile };
  const file = composed?.file ?? "";
  return { files: projects.find(([first]) => first === file) ?? ([file] as const) };
}

function failure(message: string, change: string): RequestTrial {
  const nextStep = `hullproof.yaml is written: ${change}, or call \`hullproof init\` again, which offers these answers`;
  return { hasPassed: false, lines: [message, `  ${nextStep}`] };
}
