import type { DataChange } from "../../../domain/container-spec/data-change.ts";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import { changeSpec } from "../../../edits/container-spec/change-spec.ts";
import { applyEdits } from "../../../fixes/apply.ts";
import type { ComposeWork } from "../../check/compose/compose-work.ts";
import type { ReadCompose } from "../../check/compose/read-compose.ts";
import { modelDifference } from "../../fix/compose/model-difference.ts";
import { projectProblem, withTexts, type Texts } from "../../fix/compose/project-problem.ts";
import type { Pending } from "./pending-changes.ts";
import { readingOf } from "../../check/compose/reading-of.ts";

/** Every change is one reading of the project in each version of Compose. */
const mostChanges = 100;

/**
 * The files of a project with everything that `pending` asks of one service, by the edits that `fix` makes; or why the service stays as it is: all of it is
 * written, or nothing. Each change must be the only thing that the merged model then says otherwise, and none may reach another service.
 */
export function hardenService(
  work: ComposeWork,
  name: string,
  pending: (container: WrittenContainer) => readonly Pending[],
): { readonly texts: Texts } | { readonly refused: string } {
  const original = readingOf(work);
  let current = original;
  const skipped = new Set<string>();
  for (let round = 0; round < mostChanges; round++) {
    const container = serviceIn(current, name);
    if (container === undefined || current.containers === undefined)
      return { refused: current.unread ?? "it can't be read" };
    const next = pending(container).find((one) => !skipped.has(keyOf(one)));
    if (next === undefined) {
      const other = modelDifference(original.model, current.model).find(
        ({ path: [section, service] }) => section !== "services" || service !== name,
      );
      if (other !== undefined) return { refused: `${other.path.join(".")} would change, too` };
      return { texts: current.texts };
    }
    const made = changeSpec(current.containers, container, next.change);
    const problem = "refused" in made ? made.refused : problemOf(work, current, made.edits, made.data ?? []);
    if (problem === undefined && !("refused" in made)) {
      current = readingOf(withTexts(work, edited(current.texts, made.edits)));
      continue;
    }
    if (next.optional !== true) return { refused: problem ?? "it can't be edited" };
    skipped.add(keyOf(next));
  }
  return { refused: "what it says is never what was learned" };
}

/** The service as it is written; hooks and the like are containers of their own. */
export function serviceIn({ containers }: ReadCompose, name: string): WrittenContainer | undefined {
  return containers?.containers.find((one) => one.name === name && one.fragment !== true);
}

type Edits = Parameters<typeof applyEdits>[1];

function problemOf(
  work: ComposeWork,
  current: ReadCompose,
  edits: Edits,
  data: readonly DataChange[],
): string | undefined {
  return projectProblem(withTexts(work, current.texts), current, edited(current.texts, edits), {
    changes: data,
    comments: [],
  });
}

function edited(texts: Texts, edits: Edits): Texts {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...texts].map(([file, text]) => [file, applyEdits(text, byFile.get(file) ?? [])]));
}

function keyOf({ change }: Pending): string {
  return JSON.stringify(change);
}
