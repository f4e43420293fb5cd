import { Failure } from "../../domain/failure.ts";
import { daysLater } from "../../text/age.ts";
import { check } from "../findings/check.ts";
import type { Context } from "../context.ts";
import { acceptFindings } from "./accept.ts";
import { isList, readBaseline } from "./read-baseline.ts";
import { fileExists } from "./with-baseline.ts";

export interface BaselineOptions {
  /** The file as the user named it; it may not exist yet. */
  readonly file: string;
  readonly reason: string;
  /** ISO date. */
  readonly until?: string;
  readonly errors: boolean;
}

export interface BaselineResult {
  readonly text: string;
  /** Result, in one line. */
  readonly summary: string;
  readonly added: number;
  /** Rules of the added findings that are errors, one for each. */
  readonly addedErrors: readonly string[];
  /** Last day of the added entries. */
  readonly until: string;
  /** Targets that could not be checked, so that their findings are not included. */
  readonly failed: readonly string[];
}

const defaultDays = 90;

/** `hullproof baseline`: checks the targets and returns their findings as accepted ones. Throws `Failure`; never replaces another kind of file (`bad-usage`). */
export async function writeBaseline(
  targets: readonly string[],
  wish: BaselineOptions,
  context: Context,
): Promise<BaselineResult> {
  const { cwd, today } = context;
  const { file, reason, errors, until = daysLater(today, defaultDays) } = wish;
  if (until < today)
    throw new Failure("bad-usage", `--until ${until} has passed`, { hint: `Name a day from today (${today}) on.` });
  const exists = fileExists(cwd);
  const earlier = exists(file) && !file.startsWith("/dev/") ? await readBaseline(file, cwd) : undefined;
  if (earlier?.kind === "report")
    throw new Failure("bad-usage", `${file} is a report, not a list of accepted findings; it is left as it is`, {
      hint: "Name another file with --output.",
    });
  const report = await check(targets, context);
  const acceptedBefore = earlier !== undefined && isList(earlier) ? earlier.list : [];
  const accepted = acceptFindings(report, acceptedBefore, { reason, until, today, errors, exists });
  const { list, added, addedErrors, kept, dropped, left } = accepted;
  const parts = [
    `${added} added until ${until}`,
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(left > 0 ? [`${left} not accepted, since errors are only with --errors`] : []),
  ];
  const broken = report.rules.flatMap(({ verdict, reason: message = "a rule broke" }) =>
    verdict === "failed" ? [message] : [],
  );
  const unread = (report.unread ?? []).map(({ path, reason: problem }) => `${path} is not read: ${problem}`);
  return {
    text: `${JSON.stringify(list, undefined, 2)}\n`,
    added,
    addedErrors,
    until,
    summary: `${file}: ${parts.join(", ")}`,
    failed: [...new Set([...broken, ...unread])],
  };
}
