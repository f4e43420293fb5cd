import { ownValue } from "../../domain/own-value.ts";
import type { VexStatus } from "../../domain/advisory/vex.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { judgementOf, justifications } from "../content/judgement.ts";

const states: Readonly<Record<VexStatus, string>> = {
  not_affected: "not_affected",
  fixed: "resolved",
  affected: "exploitable",
  under_investigation: "in_triage",
};

/** The decision about a vulnerability in CycloneDX terms; empty without a decision. */
export function analysisOf(vulnerability: Vulnerability): { readonly analysis?: object } {
  const judgement = judgementOf(vulnerability);
  if (judgement === undefined) return {};
  const { status, justification, text, where } = judgement;
  const vexJustification = justification === undefined ? undefined : ownValue(justifications, justification);
  const words = [vexJustification === undefined ? justification : undefined, text].filter(
    (part) => part !== undefined && part !== "",
  );
  return {
    analysis: {
      state: states[status],
      ...(status === "not_affected" && vexJustification !== undefined ? { justification: vexJustification } : {}),
      ...(vulnerability.suppressed?.by === "ignore" ? { response: ["will_not_fix"] } : {}),
      detail: [...words, `From ${where}.`].join(": "),
    },
  };
}
