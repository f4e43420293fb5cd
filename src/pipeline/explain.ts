import type { Example, Rule } from "../rules/rule.ts";
import { practices } from "../domain/practice.ts";
import { rules } from "../rules/index.ts";

export function ruleIds(): string[] {
  return rules.map(({ id }) => id);
}

/** A rule's page as plain text, found by its own id or a peer's; undefined when there is none. */
export function explain(id: string): string | undefined {
  const rule =
    rules.find((one) => one.id === id) ??
    rules.find((one) => one.also.some((peer) => peer === id || peer.endsWith(`/${id}`)));
  if (rule === undefined) return undefined;
  const also = rule.also.length > 0 ? [`Also:   ${rule.also.join(", ")}`] : [];
  return [
    rule.title,
    `${rule.id}   ${rule.severity}   fix: ${rule.fix}`,
    "",
    rule.why,
    "",
    ...also,
    ...rule.examples.flatMap(exampleText),
    "",
  ].join("\n");
}

function exampleText(example: Example): string[] {
  const [bad, good] = [example.bad, example.good].map((one) =>
    typeof one === "string" ? one : JSON.stringify(one, undefined, 2),
  );
  return ["", "Found:", ...indent(bad), "", "Instead:", ...indent(good)];
}

function indent(text = ""): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `    ${line}`);
}

export function listRules(format: string): string {
  if (format === "json") {
    const rows = rules.map(({ id, title, severity, fix, needs, also }) => ({ id, title, severity, fix, needs, also }));
    return `${JSON.stringify(rows, undefined, 2)}\n`;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const row = ({ id, severity, fix, title }: Rule) =>
    `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${fix.padEnd(9)}  ${title}`;
  return practices
    .flatMap((practice) => {
      const own = rules.filter(({ id }) => id.startsWith(`${practice}/`));
      return own.length > 0 ? [practice, ...own.map(row), ""] : [];
    })
    .join("\n");
}
