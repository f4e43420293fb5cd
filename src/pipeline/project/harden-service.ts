import type { DataChange } from "../../domain/container/data-change.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { changeSpec } from "../../edits/change-spec.ts";
import { applyEdits } from "../../fixes/apply.ts";
import type { ComposeWork } from "../rule-runs/compose-work.ts";
import type { ReadCompose } from "../judge/compose/read-compose.ts";
import { modelDifference } from "../fix-plan/compose/model-difference.ts";
import type { Texts } from "../../dialects/text-dialect.ts";
import { projectProblem, withTexts } from "../fix-plan/compose/project-problem.ts";
import type { Pending } from "./pending-changes.ts";
import { readingOf } from "../judge/compose/reading-of.ts";

/** Each change parses the project in every version of Compose. */
const maxChanges = 100;

/**
 * The project's files with all `pending` changes of one service, by the edits of `fix`; or the reason why the service stays as it is: all
 * changes are written, or none. Each must be the only difference in the merged model, and none may affect another service.
 */
export function hardenService(
  work: ComposeWork,
  name: string,
  pending: (container: ContainerSpec) => readonly Pending[],
): { readonly texts: Texts } | { readonly refused: string } {
  const original = readingOf(work);
  let current = original;
  const skipped = new Set<string>();
  for (let round = 0; round < maxChanges; round++) {
    const container = serviceIn(current, name);
    if (container === undefined || current.containers === undefined)
      return { refused: current.unread ?? "it can't be read" };
    const next = pending(container).find((change) => !skipped.has(keyOf(change)));
    if (next === undefined) {
      const foreignChange = modelDifference(original.model, current.model).find(
        ({ path: [section, service] }) => section !== "services" || service !== name,
      );
      if (foreignChange !== undefined) return { refused: `${foreignChange.path.join(".")} would change, too` };
      return { texts: current.texts };
    }
    const edit = changeSpec(current.containers, container, next.change);
    const problem = "refused" in edit ? edit.refused : problemOf(work, current, edit.edits, edit.data ?? []);
    if (problem === undefined && !("refused" in edit)) {
      current = readingOf(withTexts(work, applyFileEdits(current.texts, edit.edits)));
      continue;
    }
    if (next.optional !== true) return { refused: problem ?? "it can't be edited" };
    skipped.add(keyOf(next));
  }
  return { refused: "what it says is never what was learned" };
}

/** The service's own container, without those of its hooks. */
export function serviceIn({ containers }: ReadCompose, name: string): ContainerSpec | undefined {
  return containers?.containers.find((container) => container.name === name && container.fragment !== true);
}

type Edits = Parameters<typeof applyEdits>[1];

function problemOf(
  work: ComposeWork,
  current: ReadCompose,
  edits: Edits,
  data: readonly DataChange[],
): string | undefined {
  return projectProblem(withTexts(work, current.texts), current, applyFileEdits(current.texts, edits), {
    changes: data,
    comments: [],
  });
}

function applyFileEdits(texts: Texts, edits: Edits): Texts {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...texts].map(([file, text]) => [file, applyEdits(text, byFile.get(file) ?? [])]));
}

function keyOf({ change }: Pending): string {
  return JSON.stringify(change);
}
