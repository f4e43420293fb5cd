import { shownWorkload, suppliedBy } from "../../secrets/env-by-name.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Loss } from "../../domain/profile/loss.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { EmitOptions } from "../emitter.ts";
import { seccompFile } from "./seccomp-file.ts";
import { shellQuote } from "./shell-quote.ts";
import { visible } from "./visible.ts";
import { wordSuppliers } from "./word-references.ts";

/**
 * Steps before the first start, without comment marks; empty if there are none. From the losses, only the moved values.
 */
export function preparation(
  { seccomp, workload }: Profile,
  { engines = [] }: EmitOptions,
  losses: readonly Loss[],
  companionFiles: { readonly seccomp: string; readonly env?: string; readonly words?: string } = {
    seccomp: seccompFile,
  },
): string[] {
  const engineFlags = engines.map((engine) => ` --engine ${visible(shellQuote(engine), 120)}`).join("");
  const { env, variables } = shownWorkload(workload);
  const ofWords = wordSuppliers({ ...workload, ...(variables && { variables }) });
  const byFile = Object.keys(env).filter((name) => suppliedBy(ownValue(env, name) ?? "") !== undefined);
  const ofEnv = Object.values(env).flatMap((value) => suppliedBy(value) ?? []);
  const needed = companionFiles.env === undefined ? [...new Set([...ofEnv, ...ofWords])].sort() : byFile.sort();
  const steps = [
    ...(seccomp === undefined
      ? []
      : [`${companionFiles.seccomp} lies beside this file: hullproof emit PROFILE --to seccomp${engineFlags}`]),
    ...losses.flatMap(({ kind, remedy }) => (kind === "moved" && remedy !== undefined ? [visible(remedy, 400)] : [])),
    ...(needed.length === 0
      ? []
      : [
          holds(
            companionFiles.env === undefined ? "the environment" : `${companionFiles.env} beside this file`,
            needed,
          ),
        ]),
    ...(companionFiles.words === undefined || ofWords.length === 0
      ? []
      : [holds(`${companionFiles.words} beside this file, for words of the command,`, ofWords)]),
  ];
  return steps.length === 0 ? [] : ["Before the first start:", ...steps.map((step) => `  ${step}`)];
}

function holds(holder: string, names: readonly string[]): string {
  return `${holder} holds ${names.map((name) => visible(name, 80)).join(", ")}: values that may be secret are not written here`;
}
