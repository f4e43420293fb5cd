import { Failure } from "../../domain/failure.ts";
import { daysLater } from "../../text/age.ts";
import { check } from "../check/check.ts";
import type { Context } from "../context.ts";
import { acceptFindings } from "./accept.ts";
import { isList, readBaseline } from "./read-baseline.ts";
import { fileExists } from "./with-baseline.ts";

export interface BaselineWish {
  /** As the user named it; it may not be there yet. */
  readonly file: string;
  readonly reason: string;
  /** ISO date. */
  readonly until?: string;
  readonly errors: boolean;
}

export interface WrittenBaseline {
  readonly text: string;
  /** What happened, in one line. */
  readonly said: string;
  readonly added: number;
  /** Rules of the added findings that are errors, one for each. */
  readonly addedErrors: readonly string[];
  /** The last day of what was added. */
  readonly until: string;
  /** What could not be checked, so that its findings are not in it. */
  readonly failed: readonly string[];
}

const defaultDays = 90;

/** `hullproof baseline`: checks, and the findings as accepted ones. Throws `Failure`; a file that is no such list is not replaced (`bad-usage`). */
export async function writeBaseline(
  targets: readonly string[],
  wish: BaselineWish,
  context: Context,
): Promise<WrittenBaseline> {
  const { cwd, today } = context;
  const { file, reason, errors, until = daysLater(today, defaultDays) } = wish;
  if (until < today)
    throw new Failure("bad-usage", `--until ${until} has passed`, { hint: `Name a day from today (${today}) on.` });
  const exists = fileExists(cwd);
  const before = exists(file) && !file.startsWith("/dev/") ? await readBaseline(file, cwd) : undefined;
  if (before?.kind === "report")
    throw new Failure("bad-usage", `${file} is a report, not a list of accepted findings; it is left as it is`, {
      hint: "Name another file with --output.",
    });
  const report = await check(targets, context);
  const held = before !== undefined && isList(before) ? before.list : [];
  const accepted = acceptFindings(report, held, { reason, until, today, errors, exists });
  const { list, added, addedErrors, kept, dropped, left } = accepted;
  const parts = [
    `${added} added until ${until}`,
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(left > 0 ? [`${left} not accepted, since errors are only with --errors`] : []),
  ];
  const broken = report.rules.flatMap(({ verdict, reason: why = "a rule broke" }) =>
    verdict === "failed" ? [why] : [],
  );
  const unread = (report.unread ?? []).map(({ path, reason: why }) => `${path} is not read: ${why}`);
  return {
    text: `${JSON.stringify(list, undefined, 2)}\n`,
    added,
    addedErrors,
    until,
    said: `${file}: ${parts.join(", ")}`,
    failed: [...new Set([...broken, ...unread])],
  };
}
