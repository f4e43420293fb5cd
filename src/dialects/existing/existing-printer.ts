import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import type { FieldLoss } from "../losses/every-field.ts";
import type { ShownValues } from "./shown-values.ts";

export interface PrintedContainer {
  /** With a final newline. */
  readonly text: string;
  /** What the dialect cannot express, or expresses differently: for a comment and for stderr. */
  readonly losses: readonly FieldLoss[];
}

/** How a container that exists is written in one dialect. `shown`: its variables, as far as they may be printed. */
export type ExistingPrinter = (settings: RequestedSettings, shown: ShownValues) => PrintedContainer;

/** The file that a list of system calls is expected in. */
export const seccompFile = "seccomp.json";

/** The container's own list of system calls as JSON; undefined for none, and for a word. */
export function ownSeccomp({ seccomp }: RequestedSettings): string | undefined {
  return seccomp?.trimStart().startsWith("{") === true ? seccomp : undefined;
}

/** A loss where there is one. `wanted`: the container's setting; `reason`: its replacement, or that there is none. */
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
