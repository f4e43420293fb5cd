import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import type { FieldLoss } from "../emitter.ts";

/** One loss, or none if `wanted`, the container's setting, is absent. `reason`: its replacement, or that there is none. */
export function lossIf(
  isLost: boolean | undefined,
  kind: LossKind,
  code: string,
  wanted: string,
  reason: string,
): readonly FieldLoss[] {
  return isLost === true ? [{ kind, code, wanted, reason }] : [];
}

/** Loss of variables that the image sets and the container lacks. */
export function unsetVariables(
  { unsetEnv }: Pick<RequestedSettings, "unsetEnv">,
  kind: LossKind,
  reason: string,
): readonly FieldLoss[] {
  const wanted = `${unsetEnv.join(", ")}, which its image sets and it was made without`;
  return lossIf(unsetEnv.length > 0, kind, "unset-variables", wanted, reason);
}

/** The API accepts them since 1.46, and no client has a flag for them. */
export function tmpfsOptionLosses({ mounts }: RequestedSettings): FieldLoss[] {
  const optionMounts = mounts.filter(({ long }) => (long?.tmpfsOptions ?? []).length > 0);
  return optionMounts.map(({ path, long }) => ({
    kind: "dropped",
    code: "tmpfs-options",
    wanted: `options ${(long?.tmpfsOptions ?? []).map((words) => words.join("=")).join(",")} of the tmpfs at ${path}`,
    reason: "the long form of a mount has no word for them; the short one of a tmpfs has",
  }));
}
