import { askServer } from "../../pipeline/verbs/fleet/ask-server.ts";
import { findServer } from "../../pipeline/verbs/fleet/server-file.ts";
import { renderAnswerCsv, renderAnswerText } from "../../reports/fleet/answer-text.ts";
import type { CliContext } from "../cli-context.ts";
import { textFlag } from "../flags.ts";
import { deliver, openSession } from "../session.ts";
import { fleetFolder } from "./open-run.ts";

export interface AskFlags {
  readonly format: string;
  readonly server?: string;
  readonly folder?: string;
}

export interface AskedQuestion {
  readonly question: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Name or digest of an image, whose path ends with its digest. */
  readonly image?: string;
}

export const serverFlag = textFlag(
  "Address that the fleet printed, instead of that of the one which runs here.",
  "URL",
);

/** Asks a fleet, and prints its answer. Throws `Failure` (`bad-usage`). */
export async function showAnswer(
  cli: CliContext,
  { format, server, folder }: AskFlags,
  { question, path: route, query, image }: AskedQuestion,
): Promise<void> {
  await using session = openSession(cli, { quiet: true });
  const address = server ?? (await findServer(fleetFolder(cli, session, folder)));
  const path = image === undefined ? route : `${route}/${await digestOf(address, image, cli.signal)}`;
  const answer = await askServer(address, path, query, cli.signal);
  switch (format) {
    case "json":
      return deliver(cli, { text: `${JSON.stringify(answer, undefined, 2)}\n`, syntax: "json" }, undefined);
    case "csv":
      return deliver(cli, { text: renderAnswerCsv(answer), syntax: "text" }, undefined);
    default:
      return deliver(cli, { text: renderAnswerText(question, answer), syntax: "text" }, undefined);
  }
}

/** Digest of an image by its name, `HOST/REPOSITORY:TAG`. */
async function digestOf(server: string, image: string, signal: AbortSignal): Promise<string> {
  const digest = /sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.exec(image)?.[0];
  if (digest !== undefined) return digest;
  const { parseReference } = await import("../../pipeline/verbs/fleet/image-name.ts");
  const { repository, tag } = parseReference(image);
  const { rows } = await askServer(server, "/repositories", { name: repository, tag }, signal);
  return (rows as { digest: string }[])[0]?.digest ?? "";
}
