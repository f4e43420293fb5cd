import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import type { Fix } from "../../domain/finding/fix.ts";
import type { Masker } from "../../facts/secrets/values/secret-value.ts";

/** A finding as every report has it: no rule sees to its own secrets, so none can forget it. Names and places stay. */
export function maskFinding(finding: Finding, mask: Masker): Finding {
  const { message, location, evidence, fix, notFixed } = finding;
  return {
    ...finding,
    message: mask(message),
    location: "setting" in location ? { setting: mask(location.setting) } : location,
    evidence: evidence.map((one) => maskEvidence(one, mask)),
    ...(fix && { fix: { ...fix, title: mask(fix.title) } }),
    ...(notFixed && { notFixed: { ...notFixed, title: mask(notFixed.title), reason: mask(notFixed.reason) } }),
  };
}

/** Texts of a fix; its edits stay exact. */
export function maskFix(fix: Fix, mask: Masker): Fix {
  return { ...fix, title: mask(fix.title), ...(fix.doubt !== undefined && { doubt: mask(fix.doubt) }) };
}

function maskEvidence(evidence: Evidence, mask: Masker): Evidence {
  switch (evidence.kind) {
    case "source": {
      const text = mask(evidence.text);
      return text === evidence.text ? evidence : { ...evidence, text, masked: true };
    }
    case "setting":
      return { ...evidence, value: mask(evidence.value) };
    case "layer":
      return { ...evidence, createdBy: mask(evidence.createdBy) };
    case "reference":
      return { ...evidence, statement: mask(evidence.statement) };
    case "file":
      return evidence.detail === undefined ? evidence : { ...evidence, detail: mask(evidence.detail) };
    case "trial":
      return { ...evidence, detail: mask(evidence.detail) };
    case "package":
    case "advisory":
      return evidence;
  }
}
