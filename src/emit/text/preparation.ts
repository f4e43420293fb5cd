import { neededFor, shownWorkload, suppliedBy } from "../../text/env-by-name.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Loss } from "../../domain/profile/loss.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { EmitOptions } from "../emitter.ts";
import { seccompFile } from "./restriction-flags.ts";
import { shellQuote } from "./shell-quote.ts";
import { visible } from "./visible.ts";

/** What must be there before the first start, without comment marks; empty when nothing must. Of the losses, what has moved. */
export function preparation(
  { seccomp, workload }: Profile,
  { engines = [] }: EmitOptions,
  losses: readonly Loss[],
  beside: { readonly seccomp: string; readonly env?: string } = { seccomp: seccompFile },
): string[] {
  const where = engines.map((engine) => ` --engine ${visible(shellQuote(engine), 120)}`).join("");
  const { env } = shownWorkload(workload);
  const byFile = Object.keys(env).filter((name) => suppliedBy(ownValue(env, name) ?? "") !== undefined);
  const needed = beside.env === undefined ? neededFor({ ...workload, env, companions: [], steps: [] }) : byFile.sort();
  const steps = [
    ...(seccomp === undefined
      ? []
      : [`${beside.seccomp} lies beside this file: hullproof emit PROFILE --to seccomp${where}`]),
    ...losses.flatMap(({ kind, remedy }) => (kind === "moved" && remedy !== undefined ? [visible(remedy, 400)] : [])),
    ...(needed.length === 0
      ? []
      : [
          `${beside.env === undefined ? "the environment" : `${beside.env} beside this file`} holds ${needed.map((name) => visible(name, 80)).join(", ")}: values that may be secret are not written here`,
        ]),
  ];
  return steps.length === 0 ? [] : ["Before the first start:", ...steps.map((step) => `  ${step}`)];
}
