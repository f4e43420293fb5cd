import type { Finding, RuleText, Severity } from "../../domain/finding/finding.ts";
import type { Practice } from "../../domain/finding/practice.ts";
import { practiceOf } from "../../text/practice-of.ts";

export const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

/** In the CVSS bands that code scanning calls critical, high, medium and low: an error of ours is not an exploit. */
const scores = { error: "8.0", warning: "5.5", info: "2.0" } as const satisfies Record<Severity, string>;
const problems = { error: "error", warning: "warning", info: "recommendation" } as const satisfies Record<
  Severity,
  string
>;

/** Practices about size or time, without security relevance: code scanning recognizes a security rule only by its score. */
const noSecurity: ReadonlySet<Practice> = new Set(["layers", "cleanup", "build"]);
/** GitHub accepts twenty tags and shows ten. */
const mostTags = 10;

/** A rule for code scanning: title, reason and help are required, and an empty one counts as missing. */
export function ruleDescriptor({ rule, title, why, severity }: RuleText, findings: readonly Finding[]) {
  const practice = practiceOf(rule);
  const also = [...new Set(findings.flatMap((one) => (one.rule === rule ? one.also : [])))].sort();
  const [, name = rule] = rule.split("/");
  const explainHint = `\`hullproof explain ${rule}\` shows examples.`;
  const isSecurity = !noSecurity.has(practice);
  return {
    id: rule,
    name: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${explainHint.replaceAll("`", "")}`,
      markdown: [why, ...(also.length === 0 ? [] : [`The same elsewhere: ${also.join(", ")}.`]), explainHint].join(
        "\n\n",
      ),
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [...(isSecurity ? ["security"] : []), "containers", practice].slice(0, mostTags),
      precision: "high",
      ...(isSecurity ? { "security-severity": scores[severity] } : { "problem.severity": problems[severity] }),
      ...(also.length === 0 ? {} : { also }),
    },
  };
}
