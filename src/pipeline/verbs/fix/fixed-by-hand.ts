import { dirname } from "node:path";
import type { FixReport } from "../../../domain/report/fix-report.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import type { NotRead, UnrenderedForm } from "../../targets/search/search-result.ts";

const reasons: Readonly<Record<UnrenderedForm, (folder: string) => string>> = {
  chart: (folder) =>
    `it is a chart, and what it makes is no file: change its templates or the values that they read; \`hullproof check --render helm ${folder}\` says what`,
  kustomization: (folder) =>
    `it is a kustomization: the manifests that it names are fixed where they lie; \`hullproof fix --render kustomize ${folder}\` makes a patch of the fixes instead`,
  template: () => "it is a template, and what it makes is no file: change it by hand",
};

/** Sources of rendered manifests, with the alternative to `fix`. */
export function fixedByHand(passedOver: readonly NotRead[]): NonNullable<FixReport["byHand"]> {
  return passedOver.flatMap(({ path, form }) =>
    form === undefined ? [] : [{ file: path, reason: reasons[form](shellQuote(dirname(path))) }],
  );
}
