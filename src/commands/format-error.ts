import { Failure } from "../domain/failure.ts";
import { hostFailure } from "../domain/host-failure.ts";

/**
 * A Failure is reported in two lines; anything else is a bug of ours, and shows its stack to those who ask for it. Further lines of a message are indented:
 * none of them can pass for a message of its own.
 */
export function formatError(error: unknown, env: Readonly<Record<string, string | undefined>>): string {
  // When the engine dies, the removal of what was made fails as well: the first trouble is the one to tell.
  if (error instanceof SuppressedError && error.suppressed instanceof Error) return formatError(error.suppressed, env);
  const ofHost = error instanceof Failure ? undefined : hostFailure(error);
  if (ofHost !== undefined) return formatError(ofHost, env);
  const debug = Boolean(env["HULLPROOF_DEBUG"]);
  const { message = String(error), stack = message } = error as Partial<Error>;
  if (error instanceof Failure) {
    const lines = `hullproof: ${indented(message)}\n  ${indented(error.hint)}`;
    return debug ? `${lines}\n  ${indented(stack)}` : lines;
  }
  if (debug) return `hullproof broke; this is a bug, please report it with the lines below.\n${indented(stack)}`;
  return `hullproof broke: ${message.split("\n", 1)[0]}\n  This is a bug. Run again with HULLPROOF_DEBUG=1 and please report what is shown.`;
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/\r?\n/g, "\n  ");
}
