import type { Advisory } from "../../domain/advisory/advisory.ts";
import type { Vulnerability, VulnerabilityStatus } from "../../domain/advisory/vulnerability.ts";
import type { VersionOrder } from "../../versions/version-order.ts";
import type { AdvisoryJudgement } from "./vulnerability-groups.ts";

export interface Outcome extends Pick<Vulnerability, "status" | "fixedIn" | "reason"> {
  /** The statements that decided it. */
  readonly said: readonly AdvisoryJudgement[];
}

/** The result of all judgements on a vulnerability. Undefined: the package is not affected. */
export function outcomeOf(judgements: readonly AdvisoryJudgement[], order: VersionOrder): Outcome | undefined {
  const affected = judgements.filter(({ verdict }) => verdict.kind === "affected");
  const unknown = judgements.filter(({ verdict }) => verdict.kind === "unknown");
  if (affected.length === 0) {
    return unknown.length === 0
      ? undefined
      : { status: "unknown", reason: unknown[0]?.verdict.why ?? "", said: unknown };
  }
  const fixed = affected.filter(isFixed);
  if (fixed.length > 0) return { status: "fixed", fixedIn: highest(fixed.map(fixOf), order), said: affected };
  // A fix of a channel (Ubuntu Pro) is installed, while the usual sources have none.
  if (
    judgements.some(
      ({ advisory, verdict }) =>
        advisory.channel !== undefined && verdict.kind === "safe" && verdict.fixed !== undefined,
    )
  )
    return undefined;
  const elsewhere = affected.find(
    ({ advisory, verdict }) => advisory.channel !== undefined && fixOf({ verdict }) !== "",
  );
  const lead = affected.find(({ advisory }) => advisory.state !== "affected") ?? affected[0];
  if (lead === undefined) return undefined;
  const reason = [lead.advisory.reason, elsewhere && channelText(elsewhere)]
    .filter((text) => text !== undefined)
    .join("; ");
  return { status: statusOf(lead.advisory.state), ...(reason === "" ? {} : { reason }), said: affected };
}

function isFixed({ advisory, verdict }: AdvisoryJudgement): boolean {
  return advisory.state === "affected" && advisory.channel === undefined && fixOf({ verdict }) !== "";
}

function fixOf({ verdict }: Pick<AdvisoryJudgement, "verdict">): string {
  return verdict.kind === "affected" ? (verdict.fixed ?? "") : "";
}

/** Of several advisories on one vulnerability the last one fixes it. */
function highest(versions: readonly string[], order: VersionOrder): string {
  return versions.reduce((top, version) => (order.compare(version, top) === 1 ? version : top));
}

function channelText({ advisory, verdict }: AdvisoryJudgement): string {
  const fixed = fixOf({ verdict });
  return advisory.channel === "sid"
    ? `fixed in ${fixed} of unstable only`
    : `fixed in ${fixed} of ${advisory.channel ?? ""}, which needs a subscription`;
}

function statusOf(state: Advisory["state"]): VulnerabilityStatus {
  switch (state) {
    case "no-dsa":
    case "postponed":
    case "fix-deferred":
      return "deferred";
    case "ignored":
    case "end-of-life":
    case "will-not-fix":
      return "will-not-fix";
    case "undetermined":
      return "unknown";
    default:
      return "affected";
  }
}
