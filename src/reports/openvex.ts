import { Failure } from "../domain/failure.ts";
import type { Report } from "../domain/report/report.ts";
import { draftMark } from "../domain/advisory/vex-draft.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { judgementOf } from "./content/judgement.ts";
import type { Format, RenderOptions } from "./format.ts";
import { fingerprint } from "./content/fingerprint.ts";
import { productOf } from "./openvex/product.ts";
import { sbomText, wholeSeconds } from "./sbom/subject.ts";
import { byKey } from "../text/by-key.ts";

export default {
  name: "openvex",
  title: "OpenVEX 0.2.0: what was decided about each vulnerability, and drafts from a learn run",
  suits: ["scan"],
  syntax: "json",
  render: renderOpenVex,
} satisfies Format;

interface Statement {
  readonly vulnerability: { readonly name: string; readonly aliases?: readonly string[] };
  readonly status: string;
  readonly justification?: string;
  readonly impact_statement?: string;
  readonly action_statement?: string;
  readonly status_notes: string;
}

/**
 * OpenVEX 0.2.0 (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md). Passes decisions on: VEX statements,
 * suppressions with their reasons, and vendor decisions. A package of which the workload opened no file gives a
 * draft, marked as one, which `--vex` ignores until a person removes the mark; without usage data there is no
 * statement. Throws `Failure` (`bad-usage`) without an author.
 */
export function renderOpenVex(
  report: Report,
  {
    author,
    createdAt,
    now,
    product: requestedProduct,
    warn,
  }: Pick<RenderOptions, "author" | "createdAt" | "now" | "product" | "warn">,
): string {
  if (author === undefined || author.trim() === "")
    throw new Failure("bad-usage", "an OpenVEX document needs an author, the person or team that answers for it", {
      hint: "Name it: --author 'Security team <security@example.com>'",
    });
  const { vulnerabilities = [], tool } = report;
  const { products, note, warning } = productOf(report, requestedProduct);
  const groups = new Map<string, { statement: Statement; purls: Set<string> }>();
  for (const vulnerability of vulnerabilities) {
    const statement = statementOf(vulnerability);
    if (statement === undefined) continue;
    const key = JSON.stringify(statement);
    const group = groups.get(key) ?? { statement, purls: new Set() };
    group.purls.add(vulnerability.purl);
    groups.set(key, group);
  }
  const statements = [...groups].sort(byKey).map(([, { statement, purls }]) => {
    const { vulnerability, status, status_notes: notes, ...words } = statement;
    const ownNotes = [notes, note].filter((one) => one !== undefined).join(" ");
    return { vulnerability, products: products([...purls].sort()), status, ...words, status_notes: ownNotes };
  });
  if (statements.length === 0)
    warn?.("the OpenVEX document has no statement: nothing was decided of a vulnerability. Readers may refuse it");
  else if (warning !== undefined) warn?.(warning);
  const timestamp = wholeSeconds(createdAt) ?? wholeSeconds(now) ?? "1970-01-01T00:00:00Z";
  const body = { author: author.trim(), timestamp, version: 1, tooling: `${tool.name} ${tool.version}`, statements };
  return sbomText({
    "@context": "https://openvex.dev/ns/v0.2.0",
    // The address that vexctl uses for documents without their own; equal documents have equal ones.
    "@id": `https://openvex.dev/docs/public/vex-hullproof-${fingerprint(JSON.stringify(body))}`,
    ...body,
  });
}

function statementOf(affected: Vulnerability): Statement | undefined {
  const { id, aliases, inUse } = affected;
  const vulnerability = { name: id, ...(aliases.length === 0 ? {} : { aliases: [...new Set(aliases)] }) };
  const judgement = judgementOf(affected);
  if (judgement === undefined) {
    if (inUse !== false) return undefined;
    return {
      vulnerability,
      status: "not_affected",
      justification: "vulnerable_code_not_in_execute_path",
      status_notes: `${draftMark}: the workload of a learn run opened no file of the package. What the workload does not exercise was not seen. Check it, then remove this note.`,
    };
  }
  const { status, justification, text, where } = judgement;
  const words = text === "" ? undefined : text;
  return {
    vulnerability,
    status,
    ...(status === "not_affected" && justification !== undefined ? { justification } : {}),
    // `not_affected` requires one of the two.
    ...(status === "not_affected" && (words !== undefined || justification === undefined)
      ? { impact_statement: words ?? "No reason is given." }
      : {}),
    // `affected` requires an action statement.
    ...(status === "affected" ? { action_statement: words ?? "None is known." } : {}),
    status_notes: `From ${where}.`,
  };
}
