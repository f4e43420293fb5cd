import type { ContainerSpec } from "../../../../domain/container/container-spec.ts";
import type { Profile } from "../../../../domain/profile/profile.ts";
import { projectParts } from "../../../../dialects/compose/edit/project-parts.ts";
import { withComments, withoutComments } from "../../../../edits/yaml/own-comments.ts";
import { startOf } from "../../../../edits/yaml/tokens.ts";
import type { ComposeWork } from "../../../rule-runs/compose-work.ts";
import type { Texts } from "../../../../dialects/text-dialect.ts";
import { withTexts } from "../../../fix-plan/compose/project-problem.ts";
import { hardenService, serviceIn } from "../../../project/harden-service.ts";
import { pendingChanges } from "../../../project/pending-changes.ts";
import { serviceComments } from "./service-comments.ts";
import { readingOf } from "../../../judge/compose/reading-of.ts";

interface Learned {
  readonly name: string;
  readonly profile: Profile;
  /** Path of its seccomp profile, as the file names it; absent where none was learned. */
  readonly seccomp?: string | undefined;
}

interface ServiceEdit {
  readonly texts: Texts;
  /** Learned settings that were not written, as text. */
  readonly notes: readonly string[];
}

/** The project's files with the profile of one service, each value with its reason as a comment; comments of an earlier call are removed. */
export function writeService(
  work: ComposeWork,
  texts: Texts,
  { name, profile, seccomp }: Learned,
): ServiceEdit | { readonly refused: string } {
  const original = serviceIn(readingOf(withTexts(work, texts)), name);
  if (original === undefined) return { refused: "it can't be read" };
  const uncommentedWork = withTexts(work, withoutOwnComments(texts, original));
  const edit = hardenService(uncommentedWork, name, (container) => pendingChanges(container, profile, seccomp));
  if ("refused" in edit) return edit;
  const container = serviceIn(readingOf(withTexts(uncommentedWork, edit.texts)), name);
  if (container === undefined) return { refused: "it can't be read" };
  const commented = new Map(edit.texts);
  for (const [file, comments] of serviceComments(container, profile)) {
    const text = commented.get(file) ?? "";
    const whole = withComments(text, comments);
    // A comment inside a multi-line text would be part of it.
    if (withoutAll(whole) !== withoutAll(text))
      return { refused: `${file}: its reasons can't stand there as comments` };
    commented.set(file, whole);
  }
  const notes = pendingChanges(container, profile, seccomp).flatMap(({ change }) =>
    "set" in change ? [`${change.set} ${change.to} was learned, and this file can't say it`] : [],
  );
  return { texts: commented, notes };
}

/** Removes the comments that an earlier call wrote about the service. */
function withoutOwnComments(texts: Texts, { name, at }: ContainerSpec): Texts {
  const parts = projectParts(texts).all.filter((part) => part.name === name);
  return new Map(
    [...texts].map(([file, text]) => {
      const serviceParts = parts.filter((part) => part.file === file);
      // The service's key precedes its content.
      const key = "file" in at && at.file === file ? at.span.start : undefined;
      const uncommented = serviceParts.reduceRight((stripped, { node }, index) => {
        const start = startOf(node);
        const first = index === 0 && key !== undefined && key < start ? key : start;
        return withoutComments(stripped, { start: first, end: node?.range?.[1] ?? first });
      }, text);
      return [file, uncommented];
    }),
  );
}

function withoutAll(text: string): string {
  return withoutComments(text, { start: 0, end: text.length });
}
