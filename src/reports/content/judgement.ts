import type { VexStatus } from "../../domain/advisory/vex.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";

/** A decision about a vulnerability in a package, in VEX terms. */
export interface Judgement {
  readonly status: VexStatus;
  /** One of OpenVEX's five, if the text starts with one. */
  readonly justification?: string;
  /** The rest of the text. */
  readonly text: string;
  /** File and statement, or the entry of `hullproof.yaml`. */
  readonly where: string;
}

/** https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications, and CycloneDX's names for them. */
export const justifications: Readonly<Record<string, string | undefined>> = {
  component_not_present: "code_not_present",
  vulnerable_code_not_present: "code_not_present",
  vulnerable_code_not_in_execute_path: "code_not_reachable",
  vulnerable_code_cannot_be_controlled_by_adversary: undefined,
  inline_mitigations_already_exist: "protected_by_mitigating_control",
};

/**
 * Undefined without a decision. A suppressed vulnerability exists and is accepted, so its status is `affected`. Of a
 * vendor only "not affected" is a denial; "unimportant" is not.
 */
export function judgementOf({ suppressed, vex }: Vulnerability): Judgement | undefined {
  if (suppressed === undefined) return vex === undefined ? undefined : split(vex.status, vex.reason, vex.where);
  const { by, reason, where } = suppressed;
  if (by === "ignore") return { status: "affected", text: reason, where };
  if (by === "vendor")
    return { status: /^not[ _-]affected/i.test(reason) ? "not_affected" : "affected", text: reason, where };
  const match = /^(not_affected|fixed)(?:: (.*))?$/s.exec(reason);
  return split(match?.[1] === "fixed" ? "fixed" : "not_affected", match === null ? reason : (match[2] ?? ""), where);
}

function split(status: VexStatus, words: string, source: string): Judgement {
  const [first = "", ...rest] = words.split(": ");
  if (!Object.hasOwn(justifications, first)) return { status, text: words, where: source };
  return { status, justification: first, text: rest.join(": "), where: source };
}
