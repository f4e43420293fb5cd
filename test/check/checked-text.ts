import { emptyConfig, type Config } from "../../src/domain/settings/config.ts";
import type { Finding } from "../../src/domain/finding/finding.ts";
import { checkDockerfile, checkDocument } from "../../src/pipeline/judge/check-text.ts";
import type { TargetResult } from "../../src/pipeline/rule-runs/target-result.ts";
import { checkCompose } from "../../src/pipeline/judge/compose/check-compose.ts";
import { dialect } from "../../src/dialects/kubernetes/dialect.ts";
import { checkDialect } from "../../src/pipeline/judge/check-dialect.ts";

// What a rule says of a text in each dialect, without a file on a disk.

export const day = { today: "2026-12-01", cwd: "/w" };
const base = { config: emptyConfig, ...day };
export const document = (file: string, text: string, more = {}): TargetResult =>
  checkDocument(file, text, emptyConfig, { ...day, ...more });
export const dockerfile = (text: string, config: Config = emptyConfig, more = {}): TargetResult =>
  checkDockerfile("Dockerfile", text, config, { ...day, ...more });
export const manifest = (object: unknown): TargetResult =>
  checkDialect(dialect, { kind: "kubernetes", path: "pod.json", text: JSON.stringify(object), ...base });
export const compose = (text: string): TargetResult => {
  const files = new Map([
    ["/w/compose.yaml", { text }],
    ["/w/.env", { refused: "it is not there", missing: true }],
  ]);
  const answer = checkCompose({ kind: "compose", path: "compose.yaml", layers: [], files, root: "/w", ...base });
  if ("needs" in answer) throw new Error(answer.needs.join(", "));
  return answer;
};
export const of = ({ run }: TargetResult, rule: string): readonly Finding[] =>
  run.findings.filter((one) => one.rule === rule);
export const levels = (checked: TargetResult, rule: string): readonly string[] =>
  of(checked, rule).map(({ severity }) => severity);
export const withImage = (image: string, lines: string): TargetResult =>
  compose(`services:\n  a:\n    image: ${image}\n    ${lines}\n`);
