import { basename, resolve } from "node:path";
import type { RefusalsFact } from "../../../facts/dockerfile/refusals.ts";
import type { Finding } from "../../../domain/finding/finding.ts";
import { isTemplateAt } from "../../../formats/template-line.ts";
import { isComposeName } from "../../targets/search/names.ts";
import { templateTarget } from "../template-target.ts";
import { removableIgnores } from "../../../dialects/suppressions/removable-ignores.ts";
import { inlineYamlIgnores } from "../../../dialects/suppressions/yaml-ignores.ts";
import type { RuleRun } from "../../../rules/run/run-rules.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { comparisonFactsOf } from "../../rule-runs/comparison-facts-of.ts";
import { withBuilds } from "./with-builds.ts";
import { runOnFacts, settleRun, termsOf } from "../judge-facts.ts";
import type { ComposeWork } from "../../rule-runs/isolated-work.ts";
import { readCompose, type ReadCompose } from "../../../dialects/compose/project/read-compose.ts";

/**
 * Evaluates all rules on the containers of a Compose project. `needs`: absolute paths of files that have to be read
 * first, with `asksForBuilds` also Dockerfiles.
 */
export function checkCompose(
  work: ComposeWork,
  asksForBuilds = false,
): TargetResult | { readonly needs: readonly string[] } {
  const read = readCompose(work);
  if ("needs" in read) return read;
  if (isTemplate(read, work)) return templateTarget(work.path, "compose", work.within === undefined);
  const { path, layers, cwd, today } = work;
  const { texts, unread, doubt, secrets, model } = read;
  const containers = read.containers && withBuilds(read.containers, { ...work, model });
  if (containers !== undefined && asksForBuilds && containers.needs.length > 0) return { needs: containers.needs };
  const refusals = refusalsOf(path, read);
  const compared = comparisonFactsOf(containers, work);
  const facts = {
    today,
    ...compared.facts,
    ...(containers && { containers }),
    ...(doubt === undefined && { composeRefusals: refusals }),
  };
  const missingFacts = {
    ...compared.missing,
    ...(containers === undefined && { containers: unread ?? "the files could not be merged" }),
    ...(doubt !== undefined && { composeRefusals: doubt }),
  };
  const files = new Map([...texts.keys()].map((file) => [file, resolve(cwd, file)] as const));
  const terms = { ...termsOf(path, work), files };
  const input = { target: path, facts, missing: missingFacts, secrets, dialects: ["compose"] as const };
  const run = withoutForeignFindings(runOnFacts(input, terms), work);
  const inline = [...texts].flatMap(([file, text]) => inlineYamlIgnores(file, text));
  // One result for each file with suppressions; without any, one file reports clean.
  const asking = [...texts].filter(([file]) => inline.some((suppression) => suppression.file === file));
  const judged = asking.length === 0 ? [...texts].slice(0, 1) : asking;
  const target = { id: path, kind: "compose", name: [...(work.under ?? []), path, ...layers].join(" + ") } as const;
  const result = settleRun(run, target, terms, {
    inline,
    factsOf: (states) =>
      judged.map(([file, text]) =>
        removableIgnores(
          { file, text },
          "yaml",
          states.filter((state) => state.file === file),
        ),
      ),
    secrets,
  });
  return { ...result, ...(read.elsewhere.size > 0 && { notChecked: [...read.elsewhere].toSorted() }) };
}

/** Whether docker compose fails at a placeholder of a template engine, or where a script appends the next part. */
function isTemplate({ refusal, texts }: ReadCompose, { path }: ComposeWork): boolean {
  const text = refusal?.file === path ? texts.get(path) : undefined;
  if (refusal === undefined || text === undefined) return false;
  return isTemplateAt(text, refusal.span.start, "yaml") || (!isComposeName(basename(path)) && isFirstPart(text));
}

/** The text ends with a key whose value is in another file. */
function isFirstPart(text: string): boolean {
  const line = text.split("\n").findLast((textLine) => !/^\s*(?:#|$)/.test(textLine)) ?? "";
  return /^[ \t]{2,40}[\w-]{1,80}:\s{0,8}$/.test(line);
}

/** Reports a finding in a file shared by several projects once, for the target that owns the file. */
function withoutForeignFindings(run: RuleRun, { foreign = [], cwd }: ComposeWork): RuleRun {
  if (foreign.length === 0) return run;
  const isForeign = ({ location }: Finding): boolean =>
    "file" in location && foreign.includes(resolve(cwd, location.file));
  const findings = run.findings.filter((finding) => !isForeign(finding));
  if (findings.length === run.findings.length) return run;
  const rulesLeft = new Set(findings.map(({ rule }) => rule));
  return {
    ...run,
    findings,
    fixes: run.fixes.filter(({ finding }) => !isForeign(finding)),
    results: run.results.map((result) =>
      result.verdict === "found" && !rulesLeft.has(result.rule)
        ? { ...result, verdict: "skipped", reason: "what it finds is in a file of another target" }
        : result,
    ),
  };
}

function refusalsOf(path: string, { refusal, texts }: ReadCompose): RefusalsFact {
  if (refusal === undefined) return { file: path, text: texts.get(path) ?? "", refusals: [] };
  const { file, span, problem } = refusal;
  return { file, text: texts.get(file) ?? "", refusals: [{ problem, span }] };
}
