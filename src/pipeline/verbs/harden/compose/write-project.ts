import { basename, join, resolve } from "node:path";
import type { ProjectResult } from "../../../../domain/report/project-result.ts";
import type { Report } from "../../../../domain/report/report.ts";
import { seccompText } from "../../../../dialects/seccomp/emit/seccomp.ts";
import { redactCommand } from "../../../../facts/secrets/redact.ts";
import { unifiedDiff } from "../../../../fixes/diff.ts";
import { checkCompose } from "../../../judge/compose/check-compose.ts";
import { toReport } from "../../../findings/check.ts";
import type { ComposeWork } from "../../../rule-runs/isolated-work.ts";
import type { Context } from "../../../context.ts";
import type { Texts } from "../../../../dialects/text-dialect.ts";
import { withTexts } from "../../../../dialects/compose/project/edit-problem.ts";
import { writeAll } from "../../../fixes/settle-texts.ts";
import type { Hardened } from "../harden.ts";
import { exitOf } from "../exit-of.ts";
import { renderResult, writeResults } from "../results.ts";
import type { HardenComposeOptions } from "./harden-options.ts";

export interface HardenedProject {
  readonly work: ComposeWork;
  readonly before: Texts;
  readonly after: Texts;
  readonly result: Omit<ProjectResult, "files">;
  /** Parts that were not read or not done, with the reason. */
  readonly notes: readonly string[];
}

/**
 * Writes the results of a hardened project: its files, each seccomp profile and each profile, and the evidence. The project's own files are written
 * only with --write and a proof of the whole.
 */
export async function writeProject(
  { work, before, after, result, notes }: HardenedProject,
  options: HardenComposeOptions & { readonly shown: string },
  context: Context,
): Promise<Hardened> {
  const { cwd, version } = context;
  const { shown, mode } = options;
  const inPlace = options.write && result.verify.verdict === "holds";
  const changed = [...after].filter(([file, text]) => before.get(file) !== text);
  const names = new Map(
    changed.map(([file]) => [
      file,
      nameAmong(
        file,
        changed.map(([changedFile]) => changedFile),
      ),
    ]),
  );
  const diffs = changed.map(([file, text]) => unifiedDiff(file, before.get(file) ?? "", text));
  // The report masks secrets; the written files are exact.
  const files = changed.map(([file], at) => ({
    file,
    path: inPlace ? file : join(shown, names.get(file) ?? ""),
    diff: redactCommand(diffs[at] ?? ""),
  }));
  const checked = checkCompose(withTexts(work, after));
  if ("needs" in checked) throw new Error(`${checked.needs.join(", ")} was not read`);
  const checkReport = toReport([checked], version);
  const placeOf = (file: string): string => files.find((candidate) => candidate.file === file)?.path ?? file;
  const unwritten = options.write && !inPlace ? ["the files were not written in place: the whole does not hold"] : [];
  const lost = result.services.flatMap(({ name, notes: serviceNotes }) =>
    serviceNotes.map((note) => `service ${name}: ${note}`),
  );
  const notChecked = [...notes, ...(checked.notChecked ?? []), ...lost, ...unwritten];
  const findings = checkReport.findings.map((finding) =>
    "file" in finding.location
      ? { ...finding, location: { ...finding.location, file: placeOf(finding.location.file) } }
      : finding,
  );
  const whole: Report = {
    ...checkReport,
    findings,
    ...(notChecked.length > 0 && { notChecked }),
    project: { files, ...result },
  };
  const compared = options.beside?.(whole) ?? whole;
  const exit = exitOf(result.verify, compared.findings, [checked.target.id], options.failOn);
  const report: Report = { ...compared, exit };
  const resultFiles = await writeResults(
    resolve(cwd, shown),
    shown,
    [
      ...changed.flatMap(([file, text]) =>
        inPlace ? [] : [{ name: names.get(file) ?? "", text, what: `the hardened ${file}` }],
      ),
      { name: "compose.diff", text: diffs.join(""), what: "what changed; git apply takes it" },
      ...result.services.flatMap(({ name, profile }) => [
        {
          name: `profile-${name}.json`,
          text: `${JSON.stringify(profile, undefined, 2)}\n`,
          what: `what was learned of ${name}`,
        },
        ...(profile.seccomp === undefined
          ? []
          : [
              { name: `seccomp-${name}.json`, text: seccompText(profile.seccomp), what: `the system calls of ${name}` },
            ]),
      ]),
      await renderResult(report, "json", context),
      await renderResult(report, "html", context),
    ],
    mode,
  );
  // The files refer to seccomp profiles, which exist now.
  if (inPlace)
    await writeAll(
      changed.map(([file, text]) => ({ file, before: before.get(file) ?? "", after: text })),
      { cwd },
    );
  const inPlaceFiles = inPlace ? changed.map(([file]) => ({ path: file, what: "hardened, written in place" })) : [];
  return { report, files: [...inPlaceFiles, ...resultFiles] };
}

/** The base name, unless two files share it. */
function nameAmong(file: string, files: readonly string[]): string {
  const name = basename(file);
  return files.filter((candidate) => basename(candidate) === name).length === 1
    ? name
    : file.replaceAll(/[/\\]+/g, "-");
}
