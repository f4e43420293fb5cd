import { ownValue } from "../../../domain/own-value.ts";
import type { VexProduct, VexStatement, VexStatus } from "../../../domain/advisory/vex.ts";
import { listOf, objectOf, textOf, textsOf } from "../../json/values.ts";
import { lastPart } from "../../../text/cut.ts";

export interface StatementContext {
  readonly file: string;
  /** Pointer of the vulnerability: `#/vulnerabilities/2`. */
  readonly where: string;
  /** Purls of this document's references. */
  readonly refs: ReadonlyMap<string, string>;
  /** Time of the document. */
  readonly created: string | undefined;
  readonly author: string | undefined;
}

/** https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_state */
const statuses: Readonly<Record<string, VexStatus>> = {
  resolved: "fixed",
  resolved_with_pedigree: "fixed",
  exploitable: "affected",
  in_triage: "under_investigation",
  false_positive: "not_affected",
  not_affected: "not_affected",
};

/** The statement of a vulnerability's analysis; a `note` where it does not count. None without an analysis. */
export function statementsOf(
  value: unknown,
  { file, where, refs, created, author }: StatementContext,
): { readonly statement?: VexStatement; readonly note?: string } {
  const fields = objectOf(value);
  const analysis = objectOf(fields["analysis"]);
  const state = textOf(analysis["state"]);
  if (state === undefined) return {};
  const place = `${file}${where}`;
  const id = textOf(fields["id"]);
  if (id === undefined)
    return { note: `${place} analyses a vulnerability without an id, so nothing can be distinguished from it.` };
  const status = ownValue(statuses, state);
  if (status === undefined)
    return { note: `${place} has the unknown state ${state.slice(0, 40)}, so it counts for nothing.` };
  const [justification, detail] = [textOf(analysis["justification"]), textOf(analysis["detail"])];
  if (state === "not_affected" && justification === undefined && detail === undefined)
    return {
      note: `${place} says that ${id} is not_affected without a justification or detail, so it counts for nothing.`,
    };
  const responses = textsOf(analysis["response"]);
  const label = justification ?? (responses.length > 0 ? responses.join(", ") : state);
  const products = listOf(fields["affects"]).flatMap((target) => productOf(target, refs) ?? []);
  if (products.length === 0)
    return { note: `${place} analyses ${id} and names nothing that has it, so it counts for nothing.` };
  const timestamp =
    textOf(analysis["lastUpdated"]) ?? textOf(fields["updated"]) ?? textOf(analysis["firstIssued"]) ?? created;
  return {
    statement: {
      vulnerability: id,
      aliases: listOf(fields["references"]).flatMap((item) => textOf(objectOf(item)["id"]) ?? []),
      products,
      status,
      reason: detail === undefined ? label : `${label}: ${detail}`,
      ...(author === undefined ? {} : { author }),
      ...(timestamp === undefined ? {} : { timestamp }),
      where: place,
    },
  };
}

/** Undefined for version ranges alone: the order of the versions is unknown here. */
function productOf(target: unknown, refs: ReadonlyMap<string, string>): VexProduct | undefined {
  const fields = objectOf(target);
  const ref = textOf(fields["ref"]);
  if (ref === undefined) return undefined;
  const purl = refs.get(ref);
  const versions = listOf(fields["versions"]).flatMap((item) => textOf(objectOf(item)["version"]) ?? []);
  const reference = purl ?? ref;
  if (
    !reference.startsWith("pkg:") ||
    /@./s.test(lastPart(reference.replace(/[?#].*$/s, ""))) ||
    listOf(fields["versions"]).length === 0
  )
    return { ids: purl === undefined ? [ref] : [ref, purl], subcomponents: [] };
  const versionlessPurl = reference.replace(/[?#].*$/s, "");
  if (versions.length === 0) return undefined;
  return { ids: versions.map((version) => `${versionlessPurl}@${encodeURIComponent(version)}`), subcomponents: [] };
}
