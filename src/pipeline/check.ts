import { dirname, resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { RuleResult, Finding } from "../domain/finding.ts";
import type { Report } from "../domain/report.ts";
import type { BasesFact } from "../facts/bases.ts";
import { ignoresFact, inlineIgnores } from "../facts/ignores.ts";
import { dockerfileFact } from "../facts/stages.ts";
import { textFacts } from "../facts/text-facts.ts";
import { rules } from "../rules/index.ts";
import { inReportOrder, runRules, type RuleRun } from "../rules/run-rules.ts";
import { runLines } from "../sources/command-line/run-lines.ts";
import type { Config } from "../domain/config.ts";
import { parseDockerfile } from "../sources/dockerfile/parse.ts";
import { aboutIgnores, applySettings } from "./apply-settings.ts";
import type { Checked } from "./checked.ts";
import { checkConfigIgnores } from "./config-ignores.ts";
import type { Context } from "./context.ts";
import { knownBases } from "./known-bases.ts";
import { readText } from "./read-text.ts";
import { configFor } from "./settings.ts";
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
  const checked: Checked[] = [];
  for (const one of found) checked.push(await checkOne(one, context));
  const folders = targets.filter((target) => found.every((one) => !("path" in one) || one.path !== target));
  return toReport([...checked, ...checkConfigIgnores(checked, folders, context)], context.version);
}

/** The texts of a folder, as `check` finds them; what it cannot read is a failed result. */
export async function checkFolder(dir: string, context: Context, built: boolean): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const one of await findTargets([dir], context.cwd)) checked.push(await checkOne(one, context, built));
  return checked;
}

async function checkOne(found: Found, context: Context, built = false): Promise<Checked> {
  if (found.kind === "image" || found.kind === "archive") {
    // Texts need neither the engine's client nor the image reader.
    const { checkImage } = await import("./image.ts");
    return checkImage(found.kind === "image" ? { ref: found.ref } : { archive: found.path }, context);
  }
  const config = await configFor(dirname(found.path), context);
  const text = await readText(found.path, context.cwd);
  try {
    return found.kind === "dockerfile"
      ? checkDockerfile(found.path, text, config, { ...context, ...(await basesOf(text, context)) }, built)
      : checkDocument(found.path, text, config, context);
  } catch (error) {
    // One broken file among many must not hide the rest; one that was named is the answer.
    if (!(error instanceof Failure) || !found.discovered) throw error;
    const result: RuleResult = {
      rule: "build/not-a-dockerfile",
      target: found.path,
      verdict: "failed",
      reason: `${error.message}. ${error.hint}`,
    };
    return {
      target: { id: found.path, kind: "dockerfile", name: found.path },
      run: { results: [result], findings: [], fixes: [] },
    };
  }
}

async function basesOf(text: string, { baseImages }: Context): Promise<{ bases?: BasesFact }> {
  return baseImages === undefined ? {} : { bases: await knownBases(text, await baseImages()) };
}

/** `built`: the image is checked as a target of its own, so its rules are not listed as skipped here. */
export function checkDockerfile(
  file: string,
  text: string,
  config: Config,
  context: Pick<Context, "today" | "cwd"> & { readonly bases?: BasesFact },
  built = false,
): Checked {
  const dockerfile = dockerfileFact(parseDockerfile(file, text));
  const { today, cwd, bases } = context;
  const missing = built ? {} : { image: notBuilt, updates: notBuilt };
  const facts = textFacts(dockerfile, { today, policy: config.policy, ...(bases && { bases }) });
  const settings = { config, file: resolve(cwd, file), today };
  const settled = applySettings(runRules(rules, { target: file, facts, missing }), rules, {
    ...settings,
    inline: inlineIgnores(dockerfile),
  });
  // Whether an ignore is of use is known once all other rules have spoken.
  const ignores = ignoresFact(dockerfile, settled.inline);
  const last = applySettings(runRules(judgesOfIgnores, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "dockerfile", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

const judgesOfIgnores = aboutIgnores(rules);

function concatRuns(one: RuleRun, other: RuleRun): RuleRun {
  return {
    results: [...one.results, ...other.results],
    findings: [...one.findings, ...other.findings].sort(inReportOrder),
    fixes: [...one.fixes, ...other.fixes].sort((a, b) => inReportOrder(a.finding, b.finding)),
  };
}

export function checkDocument(
  file: string,
  text: string,
  config: Config,
  { today, cwd }: Pick<Context, "today" | "cwd">,
): Checked {
  const run = runRules(rules, { target: file, facts: { runLines: runLines(file, text), today } });
  const settings = { config, file: resolve(cwd, file), today };
  const settled = applySettings(run, rules, settings);
  return {
    target: { id: file, kind: "document", name: file },
    run: settled.run,
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
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
