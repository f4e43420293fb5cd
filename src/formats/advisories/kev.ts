import { dayOf, isFields, textOf } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { listOf } from "../json/values.ts";

/** The whole catalogue or one entry: https://www.cisa.gov/known-exploited-vulnerabilities-catalog */
export default {
  name: "kev",
  title: "Known exploited vulnerabilities of CISA",
  sources: [{ name: "kev", license: "CC0-1.0", attribution: "Cybersecurity and Infrastructure Security Agency" }],
  value(value, path) {
    if ("cveID" in value) return [readEntry(value, path)];
    if (!("catalogVersion" in value) || !Array.isArray(value["vulnerabilities"])) return undefined;
    return listOf(value["vulnerabilities"]).map((entry, i) => readEntry(entry, `${path}:${i + 1}`));
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function readEntry(value: unknown, path: string): Parsed {
  const entry = isFields(value) ? value : {};
  const cve = /^CVE-\d{4}-\d{1,9}$/.exec(textOf(entry["cveID"]) ?? "")?.[0];
  const added = dayOf(entry["dateAdded"]);
  const due = dayOf(entry["dueDate"]);
  if (cve === undefined || added === undefined)
    return { kind: "malformed", what: path, why: "it has no CVE id or no date" };
  const ransomware = textOf(entry["knownRansomwareCampaignUse"])?.toLowerCase() === "known";
  return { kind: "kev", cve, added, ...(due !== undefined && { due }), ransomware };
}
