import { shownWorkload, suppliedBy } from "../../text/env-by-name.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Loss } from "../../domain/profile/loss.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { EmitOptions } from "../emitter.ts";
import { seccompFile } from "./restriction-flags.ts";
import { shellQuote } from "./shell-quote.ts";
import { visible } from "./visible.ts";
import { wordSuppliers } from "./word-references.ts";

/** What must be there before the first start, without comment marks; empty when nothing must. Of the losses, what has moved. */
export function preparation(
  { seccomp, workload }: Profile,
  { engines = [] }: EmitOptions,
  losses: readonly Loss[],
  beside: { readonly seccomp: string; readonly env?: string; readonly words?: string } = { seccomp: seccompFile },
): string[] {
  const where = engines.map((engine) => ` --engine ${visible(shellQuote(engine), 120)}`).join("");
  const { env, variables } = shownWorkload(workload);
  const ofWords = wordSuppliers({ ...workload, ...(variables && { variables }) });
  const byFile = Object.keys(env).filter((name) => suppliedBy(ownValue(env, name) ?? "") !== undefined);
  const ofEnv = Object.values(env).flatMap((value) => suppliedBy(value) ?? []);
  const needed = beside.env === undefined ? [...new Set([...ofEnv, ...ofWords])].sort() : byFile.sort();
  const steps = [
    ...(seccomp === undefined
      ? []
      : [`${beside.seccomp} lies beside this file: hullproof emit PROFILE --to seccomp${where}`]),
    ...losses.flatMap(({ kind, remedy }) => (kind === "moved" && remedy !== undefined ? [visible(remedy, 400)] : [])),
    ...(needed.length === 0
      ? []
      : [holds(beside.env === undefined ? "the environment" : `${beside.env} beside this file`, needed)]),
    ...(beside.words === undefined || ofWords.length === 0
      ? []
      : [holds(`${beside.words} beside this file, for words of the command,`, ofWords)]),
  ];
  return steps.length === 0 ? [] : ["Before the first start:", ...steps.map((step) => `  ${step}`)];
}

function holds(where: string, names: readonly string[]): string {
  return `${where} holds ${names.map((name) => visible(name, 80)).join(", ")}: values that may be secret are not written here`;
}
