import { Failure } from "../../domain/failure.ts";
import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Edited } from "../../edits/yaml/edited.ts";
import { appendItem, insertKey } from "../../edits/yaml/insert.ts";
import { readYaml } from "../../edits/yaml/yaml-text.ts";
import { scan } from "../../facts/secrets/scan.ts";
import { configStep } from "./config-step.ts";

export interface StepAddition {
  readonly step: Step;
  readonly source: string;
}

export interface WorkloadAddition {
  readonly steps: readonly StepAddition[];
  readonly routes: Readonly<Record<string, number>>;
  /** For the comment: `not tried`. */
  readonly state?: string;
}

/**
 * The text of a `hullproof.yaml` with steps behind its own, comments kept. Throws `Failure` (`cannot-write`) where the file can't be added to, or a step would
 * hold a secret.
 */
export function withSteps(file: string, text: string, addition: WorkloadAddition): string {
  const { steps, routes, state } = addition;
  let result = text;
  const apply = (edit: (yaml: Parameters<typeof appendItem>[0]) => Edited, comment?: string) => {
    const yaml = readYaml(result);
    const edited = "refused" in yaml ? yaml : edit(yaml);
    if ("refused" in edited)
      throw new Failure("cannot-write", `${file} can't be added to: ${edited.refused}`, {
        hint: "Write `workload:` and `steps:` as blocks, one item a line.",
      });
    for (const { start, end, text: inserted } of edited.edits.toReversed())
      result = `${result.slice(0, start)}${comment === undefined ? inserted : commented(inserted, comment)}${result.slice(end)}`;
  };
  let source = "";
  for (const one of steps) {
    const item = configStep(one.step);
    refuseSecret(file, item);
    const comment =
      one.source === source ? undefined : `# From ${one.source}${state === undefined ? "" : `, ${state}`}`;
    source = one.source;
    apply((yaml) => appendItem(yaml, { document: 0, path: ["workload", "steps"] }, item, "plain"), comment);
  }
  const has = (key: string) => result.includes(`\n  ${key}:`);
  if (steps.length > 0 && !has("cookies"))
    apply((yaml) => insertKey(yaml, { document: 0, path: ["workload", "cookies"] }, true));
  if (steps.length > 0 && !has("internet"))
    apply((yaml) => insertKey(yaml, { document: 0, path: ["workload", "internet"] }, false));
  if (Object.keys(routes).length > 0 && !has("routes"))
    apply((yaml) =>
      insertKey(
        yaml,
        { document: 0, path: ["workload", "routes"] },
        routes as { readonly [key: string]: WrittenValue },
      ),
    );
  return result;
}

/** The comment stands on a line before the item, at its indentation. */
function commented(inserted: string, comment: string): string {
  const dash = inserted.indexOf("- ");
  if (dash === -1) return inserted;
  const start = inserted.lastIndexOf("\n", dash) + 1;
  const indent = inserted.slice(start, dash);
  return `${inserted.slice(0, start)}${indent}${comment}\n${inserted.slice(start)}`;
}

function refuseSecret(file: string, item: WrittenValue): void {
  const [hit] = scan(Buffer.from(JSON.stringify(item)), undefined);
  if (hit === undefined) return;
  throw new Failure("cannot-write", `A step for ${file} would hold a secret; nothing was written`, {
    hint: "Remove the secret from the source, or leave the source out: a step names it as ${NAME} instead.",
  });
}
