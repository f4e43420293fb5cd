import { dirname } from "node:path";
import type { Config } from "../domain/config.ts";
import { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/finding.ts";
import type { Report } from "../domain/report.ts";
import type { DockerfileFact } from "../facts/dockerfile.ts";
import type { RefusalsFact } from "../facts/refusals.ts";
import type { ShellCheckFact } from "../facts/shell-scripts.ts";
import { dockerfileFact } from "../facts/stages.ts";
import { inReportOrder } from "../rules/run-rules.ts";
import { readDockerfile } from "../sources/dockerfile/parse.ts";
import { checkDocument, judgeDockerfile, withRefusals } from "./check-text.ts";
import type { Checked } from "./checked.ts";
import { checkConfigIgnores } from "./config-ignores.ts";
import type { Context } from "./context.ts";
import { readText } from "./read-text.ts";
import { configFor } from "./settings.ts";
import { lookAround } from "./surroundings.ts";
import { findTargets, type Found } from "./targets.ts";

const notBuilt =
  "not built here; `hullproof harden` builds and checks the image, `hullproof check IMAGE` checks one that exists";

/** `hullproof check`: finds targets, runs the rules that apply to each. Throws `Failure` for a target that was named and cannot be read. */
export async function check(targets: readonly string[], context: Context): Promise<Report> {
  const found = await findTargets(targets, context.cwd);
  if (found.length === 0) {
    throw new Failure("no-such-file", `nothing to check in ${targets.join(", ")}`, {
      hint: "A folder is searched for Dockerfiles, Containerfiles, Markdown and shell scripts. Name a file or an image.",
    });
  }
  const checked = await checkAll(found, context, false);
  const folders = targets.filter((target) => found.every((one) => !("path" in one) || one.path !== target));
  return toReport([...checked, ...checkConfigIgnores(checked, folders, context)], context.version);
}

/** The texts of a folder, as `check` finds them; what it cannot read is a failed result. */
export async function checkFolder(dir: string, context: Context, built: boolean): Promise<Checked[]> {
  return checkAll(await findTargets([dir], context.cwd), context, built);
}

/** A text that was read, or why it could not be taken for what it is. */
type Read =
  | {
      readonly kind: "dockerfile";
      readonly dockerfile: DockerfileFact;
      readonly config: Config;
      readonly refused?: RefusalsFact;
    }
  | { readonly kind: "done"; readonly checked: Checked };

/**
 * Reads all targets first, so that one process of ShellCheck serves them all; then judges each. `built`: the image is checked
 * as a target of its own, so its rules are not listed as skipped.
 */
async function checkAll(found: readonly Found[], context: Context, built: boolean): Promise<Checked[]> {
  const reads: Read[] = [];
  for (const one of found) reads.push(await read(one, context));
  const dockerfiles = reads.flatMap((one) => (one.kind === "dockerfile" ? [one.dockerfile] : []));
  const asked = await shellChecked(dockerfiles, context);
  const around = lookAround(context);
  const checked: Checked[] = [];
  for (const one of reads) {
    if (one.kind === "done") checked.push(one.checked);
    else {
      const { dockerfile, config, refused } = one;
      const { found: shellcheck, missing } = asked(dockerfile);
      const known = {
        ...(await around(dockerfile.file, dockerfile.text, config)),
        ...(shellcheck && { shellcheck }),
        missing: { ...(built ? {} : { image: notBuilt, updates: notBuilt }), ...missing },
      };
      const judged = judgeDockerfile(dockerfile, config, context, known);
      checked.push(refused === undefined ? judged : withRefusals(judged, refused, dockerfile));
    }
  }
  return checked;
}

async function read(found: Found, context: Context): Promise<Read> {
  if (found.kind === "image" || found.kind === "archive") {
    // Texts need neither the engine's client nor the image reader.
    const { checkImage } = await import("./image.ts");
    const source = found.kind === "image" ? { ref: found.ref } : { archive: found.path };
    return { kind: "done", checked: await checkImage(source, context) };
  }
  const { path } = found;
  const config = await configFor(dirname(path), context);
  const text = await readText(path, context.cwd);
  if (found.kind === "document") return { kind: "done", checked: checkDocument(path, text, config, context) };
  const { parsed, refusals } = readDockerfile(path, text);
  const refused = refusals.length === 0 ? undefined : { file: path, text, refusals };
  if (parsed !== undefined)
    return { kind: "dockerfile", dockerfile: dockerfileFact(parsed), config, ...(refused && { refused }) };
  const nothing = { target: { id: path, kind: "dockerfile" as const, name: path }, run: noRun };
  return { kind: "done", checked: refused === undefined ? nothing : withRefusals(nothing, refused) };
}

const noRun = { results: [], findings: [], fixes: [] };

type Asked = (dockerfile: DockerfileFact) => {
  readonly found?: ShellCheckFact;
  readonly missing?: { readonly shellcheck: string };
};

async function shellChecked(dockerfiles: readonly DockerfileFact[], { shellcheck }: Context): Promise<Asked> {
  if (shellcheck === undefined || dockerfiles.length === 0) return () => ({});
  const { askShellCheck } = await import("./ask-shellcheck.ts");
  const answers = await askShellCheck(dockerfiles, shellcheck.signal);
  if (answers === undefined) {
    const missing = { shellcheck: "ShellCheck is not installed; with it on PATH every RUN is read by it as well" };
    return () => ({ missing });
  }
  const byFile = new Map(dockerfiles.map((dockerfile, index) => [dockerfile, answers[index] ?? []] as const));
  return (dockerfile) => ({ found: byFile.get(dockerfile) ?? [] });
}

/** One report of all targets, in the order they were given; findings and results in report order. */
export function toReport(checked: readonly Checked[], version: string): Report {
  const image = checked.find((one) => one.image !== undefined)?.image;
  const vulnerabilities = checked.flatMap((one) => one.vulnerabilities ?? []);
  const findings: Finding[] = checked.flatMap((one) => one.run.findings).sort(inReportOrder);
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    targets: checked.map((one) => one.target),
    rules: checked.flatMap((one) => one.run.results),
    findings,
    ...(image && { image }),
    ...(vulnerabilities.length > 0 && { vulnerabilities }),
  };
}
