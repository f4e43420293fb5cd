import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { projectParts } from "../../../edits/container-spec/compose/project-parts.ts";
import { withComments, withoutComments } from "../../../edits/yaml/own-comments.ts";
import { startOf } from "../../../edits/yaml/tokens.ts";
import type { ComposeWork } from "../../check/compose/compose-work.ts";
import { withTexts, type Texts } from "../../fix/compose/project-problem.ts";
import { hardenService, serviceIn } from "./harden-service.ts";
import { pendingChanges } from "./pending-changes.ts";
import { serviceComments } from "./service-comments.ts";
import { readingOf } from "../../check/compose/reading-of.ts";

interface Learned {
  readonly name: string;
  readonly profile: Profile;
  /** Path of its list of system calls, as the file names it; absent where none was learned. */
  readonly seccomp?: string | undefined;
}

interface Written {
  readonly texts: Texts;
  /** Learned and not written, for a reader. */
  readonly notes: readonly string[];
}

/** The files of a project with what was learned of one service, each value with its reason as a comment; those of an earlier call go. */
export function writeService(
  work: ComposeWork,
  texts: Texts,
  { name, profile, seccomp }: Learned,
): Written | { readonly refused: string } {
  const before = serviceIn(readingOf(withTexts(work, texts)), name);
  if (before === undefined) return { refused: "it can't be read" };
  const bare = withTexts(work, withoutOwn(texts, before));
  const made = hardenService(bare, name, (container) => pendingChanges(container, profile, seccomp));
  if ("refused" in made) return made;
  const container = serviceIn(readingOf(withTexts(bare, made.texts)), name);
  if (container === undefined) return { refused: "it can't be read" };
  const commented = new Map(made.texts);
  for (const [file, comments] of serviceComments(container, profile)) {
    const text = commented.get(file) ?? "";
    const whole = withComments(text, comments);
    // A line within a text of several lines would be none.
    if (withoutAll(whole) !== withoutAll(text))
      return { refused: `${file}: its reasons can't stand there as comments` };
    commented.set(file, whole);
  }
  const notes = pendingChanges(container, profile, seccomp).flatMap(({ change }) =>
    "set" in change ? [`${change.set} ${change.to} was learned, and this file can't say it`] : [],
  );
  return { texts: commented, notes };
}

/** Without the comments that an earlier call wrote about the service. */
function withoutOwn(texts: Texts, { name, at }: WrittenContainer): Texts {
  const parts = projectParts(texts).all.filter((part) => part.name === name);
  return new Map(
    [...texts].map(([file, text]) => {
      const own = parts.filter((part) => part.file === file);
      // Its key stands above what it says.
      const key = "file" in at && at.file === file ? at.span.start : undefined;
      const bare = own.reduceRight((made, { node }, index) => {
        const start = startOf(node);
        const first = index === 0 && key !== undefined && key < start ? key : start;
        return withoutComments(made, { start: first, end: node?.range?.[1] ?? first });
      }, text);
      return [file, bare];
    }),
  );
}

function withoutAll(text: string): string {
  return withoutComments(text, { start: 0, end: text.length });
}
