import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { countText } from "../../../reports/content/units.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { ciFile, type CiFile } from "./ci-text.ts";
import type { CiSystem } from "./detect.ts";
import { confirm, type Person } from "./person.ts";
import { writeFiles } from "./write-files.ts";

export interface CiJob extends CiFile {
  /** The same job, which fails only on findings outside the baseline. */
  readonly withBaseline: CiFile;
  /** A foreign file has its path. */
  readonly isTaken: boolean;
}

const baselineFile = "hullproof.baseline.json";

/** The job for a CI system in this folder; a file from an earlier call is not foreign. */
export async function ciJob(system: CiSystem, { cwd }: Pick<Context, "cwd">): Promise<CiJob> {
  const textOf = async (path: string) =>
    existsSync(resolve(cwd, path)) ? readText(path, cwd).catch(() => "") : undefined;
  const plain = ciFile(system, false);
  const inRoot = system === "gitlab" ? await textOf(".gitlab-ci.yml") : undefined;
  const hasPipeline =
    inRoot !== undefined && ![plain, ciFile(system, false, baselineFile)].some(({ text }) => text === inRoot);
  const job = ciFile(system, hasPipeline);
  const withBaseline = ciFile(system, hasPipeline, baselineFile);
  const current = await textOf(job.path);
  return {
    ...job,
    withBaseline,
    isTaken: current !== undefined && current !== job.text && current !== withBaseline.text,
  };
}

/** Maximum number of rules named. */
const maxRules = 3;

export interface BaselineOffer {
  /** Requested on the command line. */
  readonly isWanted: boolean;
  readonly person: Person | undefined;
  readonly mode: number;
  /** A call that accepts the current findings. */
  readonly command: string;
}

/**
 * Counts the findings that fail the job today and offers to accept them, so that it fails on new ones only. An error leaves the job without a baseline.
 * Returns lines of the result. Throws `Failure` (`interrupted`).
 */
export async function offerBaseline(
  { path: job, withBaseline }: CiJob,
  { isWanted, person, mode, command }: BaselineOffer,
  context: Context,
): Promise<readonly string[]> {
  const { writeBaseline } = await import("../../baseline/write-baseline.ts");
  try {
    const reason = `accepted by hullproof init on ${context.today}`;
    const request = { file: baselineFile, reason, errors: true };
    const { text, added, addedErrors, until, failed } = await writeBaseline(["."], request, context);
    const unchecked = failed.length === 0 ? [] : [`${job} ends with exit code 2 today: ${failed[0]}`];
    const rules = [...new Set(addedErrors)];
    const ruleNames = [...rules.slice(0, maxRules), ...(rules.length > maxRules ? ["..."] : [])].join(", ");
    const errors = `${countText(addedErrors.length, "error")} (${ruleNames})`;
    const isAccepted =
      isWanted ||
      (rules.length > 0 &&
        person !== undefined &&
        (await confirm(
          person,
          `${errors} would fail this job today. Accept ${countText(added, "finding")} until ${until} in ${baselineFile}, so that it fails on new ones only?`,
        )));
    const hasBaseline = existsSync(resolve(context.cwd, baselineFile));
    const list = isAccepted ? [{ path: baselineFile, text }] : [];
    if (isAccepted || hasBaseline) await writeFiles(context.cwd, [...list, withBaseline], mode);
    if (isAccepted)
      return [
        `wrote ${baselineFile}`,
        `${job} fails on new findings only; ${baselineFile} accepts those of today until ${until}`,
        ...unchecked,
      ];
    return [
      ...(rules.length === 0 ? [] : [`${job} fails today on ${errors}; to accept them: ${command}`]),
      ...unchecked,
    ];
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    return [`${job} has no baseline: ${error.message}`];
  }
}
