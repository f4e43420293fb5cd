import type { DataChange, WrittenValue } from "../../../domain/container/data-change.ts";
import { isSeq } from "yaml";
import { appendItem } from "../../../edits/yaml/insert.ts";
import { removeAt } from "../../../edits/yaml/remove.ts";
import { scalarText } from "../../../edits/yaml/tokens.ts";
import { editProblem } from "../../../edits/yaml/verify.ts";
import { resolveYamlPath } from "../../../edits/yaml/yaml-path.ts";
import type { NotEdited } from "../../../edits/yaml/yaml-text.ts";
import {
  manifestEdit,
  readManifestText,
  setAt,
  type ManifestEdit,
  type ManifestPlace,
  type Path,
} from "./container-place.ts";

/** One required value at a path of a manifest, relative to the container or to its pod's spec. */
export type ManifestStep = { readonly of: "container" | "pod"; readonly path: Path } & (
  | { readonly set: WrittenValue }
  /** Only if the value is unset. */
  | { readonly unlessSaid: WrittenValue }
  | { readonly append: WrittenValue }
  /** The list has exactly these texts. */
  | { readonly exactly: readonly string[] }
  | { readonly remove: true }
);

export interface StepsAt {
  readonly file: string;
  readonly document: number;
  readonly container: Path;
  readonly pod: Path;
}

/** The manifest after all steps, each of which is checked separately; refused with the step that cannot be applied. */
export function withSteps(
  text: string,
  at: StepsAt,
  steps: readonly ManifestStep[],
): { readonly text: string; readonly changes: readonly DataChange[] } | NotEdited {
  let current = text;
  const changes: DataChange[] = [];
  for (const step of steps) {
    for (;;) {
      const yaml = readManifestText(current);
      if ("refused" in yaml) return yaml;
      const base = step.of === "pod" ? at.pod : at.container;
      const stepEdit = edited({ file: at.file, yaml, document: at.document, path: base }, step);
      if (stepEdit === undefined) break;
      const stepName = `${step.of}: ${step.path.join(".")}`;
      if ("refused" in stepEdit) return { refused: `${stepName}: ${stepEdit.refused}` };
      const next = applied(current, stepEdit);
      const problem = editProblem(current, next, stepEdit.data);
      if (problem !== undefined) return { refused: `${stepName}: ${problem}` };
      changes.push(...stepEdit.data);
      current = next;
      if (!("exactly" in step)) break;
    }
  }
  return { text: current, changes };
}

/** Undefined if the value is already set. */
function edited(place: ManifestPlace, step: ManifestStep): ManifestEdit | NotEdited | undefined {
  const at = { document: place.document, path: [...place.path, ...step.path] };
  const way = resolveYamlPath(place.yaml, at);
  if ("refused" in way) return way;
  const isPresent = way.rest.length === 0;
  const node = isPresent ? (way.steps.at(-1)?.node ?? null) : undefined;
  if ("unlessSaid" in step) return isPresent ? undefined : setAt(place, step.path, step.unlessSaid);
  if ("remove" in step) return isPresent ? manifestEdit(place, removeAt(place.yaml, at)) : undefined;
  if ("append" in step) return manifestEdit(place, appendItem(place.yaml, at, step.append));
  if ("set" in step)
    return isPresent && typeof step.set !== "object" && scalarText(node) === String(step.set)
      ? undefined
      : setAt(place, step.path, step.set);
  const items = isSeq(node) ? node.items.map((item) => scalarText(item) ?? "") : [];
  const extra = items.findIndex((item) => !step.exactly.includes(item));
  const absentItem = step.exactly.find((item) => !items.includes(item));
  if (absentItem !== undefined) return manifestEdit(place, appendItem(place.yaml, at, absentItem));
  return extra === -1 ? undefined : manifestEdit(place, removeAt(place.yaml, { ...at, path: [...at.path, extra] }));
}

function applied(text: string, { edits }: ManifestEdit): string {
  let next = text;
  for (const { span, text: by } of edits.toSorted((a, b) => b.span.start - a.span.start || b.span.end - a.span.end))
    next = next.slice(0, span.start) + by + next.slice(span.end);
  return next;
}
