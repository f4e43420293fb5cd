import type { Finding } from "../../domain/finding/finding.ts";
import { lineStart, nextLine } from "../../edits/run-text.ts";
import type { Span } from "../../domain/finding/span.ts";
import { locate } from "../../text/locate.ts";
import type { DockerfileFact } from "./dockerfile.ts";

/** One id that a comment or `hullproof.yaml` asks to be silent about. */
export interface Ignore {
  /** Our rule id, or a peer's id as `also` has it: `hadolint/DL3009`. */
  readonly id: string;
  readonly reason: string;
  /** Last day on which it holds, ISO date. */
  readonly until?: string;
}

/** A suppression comment. `lines` undefined: the whole file; else first and last line of the instruction or stage below it. */
export interface InlineIgnore extends Ignore {
  readonly lines?: readonly [first: number, last: number];
  /** Where several files are judged as one: the only one that it speaks of. */
  readonly file?: string;
  /** For one container, whichever file has the finding. */
  readonly container?: string;
  /** The comment, without its indentation. */
  readonly span: Span;
  /** The comment has only this id, so that it can be removed as a whole. */
  readonly alone: boolean;
}

/** `unjudged`: no rule that was run reports under its id. */
export type IgnoreState = "used" | "unused" | "expired" | "unjudged";

/** The use of the suppressions in one text. */
export interface IgnoresFact {
  readonly file: string;
  readonly text: string;
  readonly states: readonly (Ignore & {
    readonly state: IgnoreState;
    readonly span: Span;
    /** The whole line, where it can go without touching another ignore. */
    readonly line?: Span;
  })[];
}

/** A comment without any of these words is no suppression. */
export const asks = /^[ \t]*#[^\n\r\u2028\u2029]*?(?:ignore|skip)[^\n\r\u2028\u2029]*/gim;

/**
 * Inline ignores of ours and of peers, so that no one writes one twice: `# hullproof ignore RULE [until DATE]: reason`
 * (`ignore-file` for the whole file), `# hadolint ignore=`, `# hadolint stage ignore=`,
 * `# hadolint global ignore=`, `# check=skip=` (the directive at the top for the file, any other for the instruction below),
 * `# checkov:skip=ID:reason`, `# trivy:ignore:ID[:exp:DATE]`.
 */
export function inlineIgnores(fact: DockerfileFact): InlineIgnore[] {
  const ignores: InlineIgnore[] = [];
  const directives = /^(?:\uFEFF?[ \t]*#[ \t]*\w+[ \t]*=[^\n]*\n)*/.exec(fact.text)?.[0].length ?? 0;
  for (const match of fact.text.matchAll(asks)) {
    const indent = /^[ \t]*/.exec(match[0])?.[0].length ?? 0;
    const span = { start: match.index + indent, end: match.index + match[0].trimEnd().length };
    const comment = match[0].trim().replace(/^#\s*/, "");
    for (const { ids, scope, reason, until } of readSuppressions(comment, match.index <= directives)) {
      const below = scope === "file" ? undefined : linesBelow(fact, span.end, scope);
      for (const id of ids) {
        ignores.push({
          id,
          reason,
          ...(until !== undefined && { until }),
          ...(below && { lines: below }),
          span,
          alone: ids.length === 1,
        });
      }
    }
  }
  return ignores;
}

/** Lines of the instruction below the comment, or of the one around it; or of the stage that begins there. */
function linesBelow(
  { file, text, instructions, stages }: DockerfileFact,
  at: number,
  scope: "instruction" | "stage",
): readonly [number, number] | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const next = instructions[low];
  if (next === undefined) return undefined;
  const stage = scope === "stage" ? stages.find(({ from }) => from === next) : undefined;
  const last = stage?.instructions.at(-1) ?? next;
  return [locate(file, text, next.span).startLine, locate(file, text, last.span).endLine];
}

interface SuppressionRequest {
  readonly ids: readonly string[];
  readonly scope: "instruction" | "stage" | "file";
  readonly reason: string;
  readonly until?: string;
}

/** The suppressions in a comment, without its `#`. */
export function* readSuppressions(comment: string, isDirective: boolean): Generator<SuppressionRequest> {
  const match = /^hullproof ignore(-file)?\s+([\w/-]+)(?:\s+until\s+(\d{4}-\d\d-\d\d))?\s*(?::(.*))?$/is.exec(comment);
  if (match?.[2] !== undefined) {
    const [, file, id, until, reasonText = " no reason given"] = match;
    yield {
      ids: [id],
      scope: file === undefined ? "instruction" : "file",
      reason: reasonText.trimStart(),
      ...(until !== undefined && { until }),
    };
  }
  const hadolint =
    /^hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*([A-Z0-9]+(?:[ \t]*,[ \t]*[A-Z0-9]+)*)/.exec(comment);
  if (hadolint?.[2] !== undefined) {
    const scope = hadolint[1] === "global" ? "file" : hadolint[1] === "stage" ? "stage" : "instruction";
    yield { ids: list(hadolint[2], "hadolint"), scope, reason: comment };
  }
  // Options are separated by semicolons; the text after the first blank is a remark.
  const skip = /^check\s*=\s*(\S+)/i
    .exec(comment)?.[1]
    ?.split(";")
    .find((option) => option.startsWith("skip="));
  if (skip !== undefined)
    yield {
      ids: list(skip.slice("skip=".length), "buildkit"),
      scope: isDirective ? "file" : "instruction",
      reason: comment,
    };
  const checkov = /^checkov:skip=(\w+)(?::(.*))?/i.exec(comment);
  if (checkov?.[1] !== undefined)
    yield { ids: list(checkov[1], "checkov"), scope: "file", reason: checkov[2] ?? comment };
  const trivy = /^trivy:ignore:([\w-]+)(?::exp:(\d{4}-\d\d-\d\d))?/i.exec(comment);
  if (trivy?.[1] !== undefined) {
    const [, id, until] = trivy;
    yield { ids: [trivyId(id)], scope: "instruction", reason: comment, ...(until !== undefined && { until }) };
  }
}

/** `AVD-DS-0002`, `DS002` and `DS-0002` are one. */
function trivyId(text: string): string {
  const digits = /^(?:AVD-)?DS-?(\d+)$/i.exec(text)?.[1];
  return `trivy/${digits === undefined ? text : `DS-${digits.padStart(4, "0")}`}`;
}

/** ShellCheck's ids appear in hadolint's comments as they are. */
function list(text: string, peer: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((id) => `${/^SC\d+$/.test(id) ? "shellcheck" : peer}/${id}`);
}

/** True when the ignore is about this finding; `buildkit/all` is about each that BuildKit would report. */
export function covers({ id }: Ignore, finding: Pick<Finding, "rule" | "also">): boolean {
  if (id === finding.rule || finding.also.includes(id)) return true;
  return id === "buildkit/all" && finding.also.some((alias) => alias.startsWith("buildkit/"));
}

/** Finds the first inline ignore that silences a finding on the day `today`; by id, as a file may hold thousands. */
export function ignoreFinder(
  ignores: readonly InlineIgnore[],
  today: string,
): (finding: Finding) => InlineIgnore | undefined {
  const activeIgnores = ignores.filter(({ until }) => until === undefined || until >= today);
  const byId = Map.groupBy(activeIgnores.entries(), ([, { id }]) => id);
  return (finding) => {
    if (activeIgnores.length === 0) return undefined;
    const { location } = finding;
    const [line, file] = "startLine" in location ? [location.startLine, location.file] : [-1, undefined];
    let first: [number, InlineIgnore] | undefined;
    for (const id of [finding.rule, ...finding.also, "buildkit/all"]) {
      const fits = byId
        .get(id)
        ?.find(
          ([, suppression]) =>
            (suppression.container !== undefined && suppression.container === finding.container) ||
            ((suppression.file === undefined || suppression.file === file) &&
              (suppression.lines === undefined || (line >= suppression.lines[0] && line <= suppression.lines[1]))),
        );
      if (fits !== undefined && (first === undefined || fits[0] < first[0]) && covers(fits[1], finding)) first = fits;
    }
    return first?.[1];
  };
}

export function ignoresFact(
  dockerfile: DockerfileFact,
  inline: readonly (InlineIgnore & { readonly state: IgnoreState })[],
): IgnoresFact {
  const { file, text } = dockerfile;
  const free = mayGo(dockerfile);
  const states = inline.map(({ id, reason, until, state, span, alone }) => ({
    id,
    reason,
    state,
    span,
    ...(until !== undefined && { until }),
    ...(alone && free(span) && { line: { start: lineStart(text, span.start), end: nextLine(text, span.end) } }),
  }));
  return { file, text, states };
}

/** A line at the top that is a parser directive, or would be one if no other comment stood above it. */
const directive = /^[ \t]*#[ \t]*(?:syntax|escape|check)[ \t]*=/gim;

/**
 * Whether the comment at a place is a comment and nothing else: in a heredoc it is content, and above a line such as `# syntax=` it
 * keeps that from being a parser directive.
 */
function mayGo({ text, instructions }: DockerfileFact): (at: Span) => boolean {
  const bodies = instructions.flatMap(({ heredocs }) => heredocs.map(({ bodySpan }) => bodySpan));
  const top = text.slice(0, instructions[0]?.span.start ?? text.length);
  const last = [...top.matchAll(directive)].at(-1)?.index ?? -1;
  return (at) => at.start > last && !bodies.some(({ start, end }) => at.start >= start && at.start < end);
}
