import { emptyConfig } from "../../domain/settings/config.ts";
import type { CustomExample, CustomImageExample, CustomTextExample } from "../../rules/custom-rule.ts";
import type { Rule } from "../../rules/rule.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";
import { dialect as kubernetes } from "../../dialects/kubernetes/dialect.ts";
import { dialect as quadlet } from "../../dialects/quadlet/dialect.ts";
import { checkCompose } from "../judge/compose/check-compose.ts";
import type { KnownFile } from "../../dialects/compose/project/compose-project.ts";
import { checkDialect } from "../judge/check-dialect.ts";
import { judgeOnlyBy } from "../rule-runs/rules-for.ts";
import { judgeText } from "../judge/text-work.ts";
import { exampleImage } from "./example-image.ts";
import { judgeFacts } from "../rule-runs/facts-work.ts";

/** A fixed date, so that a valid example stays valid. */
const today = "2026-01-01";
const maxFiles = 20;
const exampleContext = { config: emptyConfig, cwd: "/", today };

/** The first mistake of an example; undefined where it is right. */
export function wrongExample(rule: Rule, example: CustomExample): string | undefined {
  const [badRun, goodRun] =
    example.kind === "image"
      ? [example.bad, example.good].map((image) => run(rule, () => judgeImageExample(image)))
      : [example.bad, example.good].map((text) => run(rule, () => runOf(example.kind, text)));
  if (badRun === undefined || goodRun === undefined) throw new Error("two are run");
  const failed = [badRun, goodRun].flatMap(({ results }) => results.filter(({ verdict }) => verdict === "failed"));
  if (failed[0] !== undefined) return failed[0].reason;
  if (badRun.findings.length === 0)
    return badRun.results.length === 0
      ? `what the rule needs is not known of ${example.kind === "image" ? "an image" : `a ${example.kind}`}`
      : "nothing is found in `bad`, and something should be";
  if (goodRun.findings[0] !== undefined) return `it finds in \`good\`: ${goodRun.findings[0].message}`;
  if (example.kind === "image") return undefined;
  const windows = run(rule, () => runOf(example.kind, example.bad.replaceAll("\n", "\r\n")));
  if (String(linesOf(windows)) !== String(linesOf(badRun))) return "`bad` with CRLF is found in other lines";
  return undefined;
}

function linesOf({ findings }: RuleRun): readonly number[] {
  return findings.map(({ location }) => ("startLine" in location ? location.startLine : 0));
}

function judgeImageExample(example: CustomImageExample): RuleRun {
  const { config, today } = exampleContext;
  return judgeFacts({ kind: "facts", path: "image", facts: exampleImage(example), config, today }).run;
}

function run(rule: Rule, judge: () => RuleRun): RuleRun {
  judgeOnlyBy([rule]);
  const { results, findings } = judge();
  return {
    results: results.filter((result) => result.rule === rule.id),
    findings: findings.filter((finding) => finding.rule === rule.id),
    fixes: [],
  };
}

function runOf(kind: CustomTextExample["kind"], text: string): RuleRun {
  switch (kind) {
    case "dockerfile":
      return judgeText({ ...exampleContext, kind, path: "Dockerfile", text, missing: {} }, undefined).run;
    case "document": {
      const path = text.includes("```") ? "README.md" : "run.sh";
      return judgeText({ ...exampleContext, kind, path, text, missing: {} }, undefined).run;
    }
    case "manifest":
      return checkDialect(kubernetes, { ...exampleContext, kind: "kubernetes", path: "pod.yaml", text }).run;
    case "unit":
      return checkDialect(quadlet, { ...exampleContext, kind: "quadlet", path: "app.container", text }).run;
    case "compose": {
      const files = new Map<string, KnownFile>([["/compose.yaml", { text }]]);
      for (;;) {
        const answer = checkCompose({ ...exampleContext, kind, path: "compose.yaml", layers: [], files, root: "/" });
        if (!("needs" in answer)) return answer.run;
        if (files.size > maxFiles) throw new RangeError(`it names more than ${maxFiles} files`);
        for (const path of answer.needs) files.set(path, { refused: "an example has no other files", missing: true });
      }
    }
  }
}
