import { isTestPath } from "../../text/test-path.ts";
import type { TextWork } from "../rule-runs/isolated-work.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import type { RefusalsFact } from "../../facts/dockerfile/refusals.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { isSnippetAt, isTemplateAt, isTemplateName } from "../../formats/template-line.ts";
import { readDockerfile } from "../../formats/dockerfile/parse.ts";
import { checkDocument, judgeDockerfile, withRefusals } from "./check-text.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { templateTarget } from "./template-target.ts";
import { basesFact } from "./known-bases.ts";
import type { TextContext } from "../rule-runs/text-context.ts";

/** A parsed Dockerfile with Docker's refusals. */
export interface ReadText {
  readonly dockerfile?: DockerfileFact;
  readonly refused?: RefusalsFact;
}

export function readText({ path, text }: Pick<TextWork, "path" | "text">): ReadText {
  const { parsed, refusals } = readDockerfile(path, text);
  return {
    ...(parsed !== undefined && { dockerfile: dockerfileFact(parsed) }),
    ...(refusals.length > 0 && { refused: { file: path, text, refusals } }),
  };
}

/** Evaluates one text without waiting for anything. `around` has its build contexts and its repository. */
export function judgeText(
  work: TextWork,
  {
    contexts,
    repository,
    builtImages,
    ...around
  }: Pick<TextContext, "contexts" | "repository" | "builtImages" | "missing"> = {},
  read?: ReadText,
): TargetResult {
  const { kind, path, text, config, bases, shellcheck, missing, purpose } = work;
  if (kind === "document") return checkDocument(path, text, config, work);
  const { dockerfile, refused } = read ?? readText(work);
  if (refused !== undefined && isTemplate(refused)) return templateTarget(path, kind, work.within === undefined);
  if (refused !== undefined && isSnippet(refused))
    return templateTarget(path, kind, work.within === undefined, "it is a part of a Dockerfile, shown by a document");
  const knownFacts = {
    ...(contexts && { contexts }),
    ...(repository && { repository }),
    ...(builtImages && { builtImages }),
    ...(purpose && { purpose }),
    ...(bases && { bases: basesFact(bases) }),
    ...(shellcheck && { shellcheck }),
    missing: { ...missing, ...around.missing },
  };
  // A user who names such a file wants to know whether it is valid.
  const isMaterial = work.within !== undefined && purpose === "development" && isTestPath(path);
  if (dockerfile !== undefined) {
    const checked = judgeDockerfile(dockerfile, config, work, knownFacts);
    return refused === undefined ? checked : withRefusals(checked, refused, { dockerfile, isMaterial });
  }
  const nothing = { target: { id: path, kind, name: path }, run: { results: [], findings: [], fixes: [] } };
  return refused === undefined ? nothing : withRefusals(nothing, refused, { isMaterial });
}

function isSnippet({ file, text, refusals }: RefusalsFact): boolean {
  return refusals.some(({ span }) => isSnippetAt(file, text, span.start));
}

function isTemplate({ file, text, refusals }: RefusalsFact): boolean {
  if (isTemplateName(file)) return true;
  // A misspelled instruction still counts as one, whatever its arguments.
  const word = /^unknown instruction: [A-Z]+$/;
  return refusals.some(({ problem, span }) => !word.test(problem) && isTemplateAt(text, span.start, "dockerfile"));
}
