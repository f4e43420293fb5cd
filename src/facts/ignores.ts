import type { Finding } from "../domain/finding.ts";
import { locate } from "../domain/span.ts";
import type { DockerfileFact } from "./dockerfile.ts";

/** A comment that asks for silence. `lines` undefined: the whole file; else first and last line of the instruction below it. */
export interface InlineIgnore {
  /** Our rule id, or a peer's id as `also` has it: `hadolint/DL3009`. */
  readonly id: string;
  readonly lines?: readonly [first: number, last: number];
  readonly reason: string;
}

/**
 * Inline ignores of ours and of peers, so that nobody writes one twice: `# hullproof ignore RULE: reason`
 * (`ignore-file` for the whole file), `# hadolint ignore=`, `# hadolint global ignore=`, `# check=skip=`,
 * `# checkov:skip=ID:reason`, `# trivy:ignore:ID`.
 */
export function inlineIgnores(fact: DockerfileFact): InlineIgnore[] {
  const places = fact.instructions.map((instruction) => locate(fact.file, fact.text, instruction.span));
  const ignores: InlineIgnore[] = [];
  fact.text.split(/\r?\n/).forEach((text, index) => {
    const comment = /^\s*#\s*(.*?)\s*$/.exec(text)?.[1];
    if (comment === undefined) return;
    const next = places.find((place) => place.startLine > index + 1);
    for (const { ids, wholeFile, reason } of read(comment)) {
      const scope = wholeFile || next === undefined ? {} : { lines: [next.startLine, next.endLine] as const };
      for (const id of ids) ignores.push({ id, ...scope, reason });
    }
  });
  return ignores;
}

function* read(comment: string): Generator<{ ids: string[]; wholeFile: boolean; reason: string }> {
  const own = /^hullproof ignore(-file)?\s+([\w/-]+)\s*(?::\s*(.*))?$/i.exec(comment);
  if (own?.[2] !== undefined)
    yield { ids: [own[2]], wholeFile: own[1] !== undefined, reason: own[3] ?? "no reason given" };
  const hadolint = /^hadolint\s+(global\s+)?ignore\s*=\s*([\w,\s]+)/i.exec(comment);
  if (hadolint?.[2] !== undefined)
    yield { ids: list(hadolint[2], "hadolint"), wholeFile: hadolint[1] !== undefined, reason: comment };
  const check = /^check\s*=\s*skip=([\w,]+)/i.exec(comment);
  if (check?.[1] !== undefined) yield { ids: list(check[1], "buildkit"), wholeFile: true, reason: comment };
  const checkov = /^checkov:skip=(\w+)(?::(.*))?/i.exec(comment);
  if (checkov?.[1] !== undefined)
    yield { ids: list(checkov[1], "checkov"), wholeFile: true, reason: checkov[2] ?? comment };
  const trivy = /^trivy:ignore:(?:AVD-)?([\w-]+)/i.exec(comment);
  if (trivy?.[1] !== undefined)
    yield { ids: [`trivy/${trivy[1].replace(/^DS(\d)/, "DS-$1")}`], wholeFile: false, reason: comment };
}

function list(text: string, peer: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((id) => `${peer}/${id}`);
}

/** The ignore that silences `finding`, if any. */
export function ignoreOf(finding: Finding, ignores: readonly InlineIgnore[]): InlineIgnore | undefined {
  const { location } = finding;
  const line = "startLine" in location ? location.startLine : undefined;
  return ignores.find(
    ({ id, lines }) =>
      (id === finding.rule || finding.also.includes(id)) &&
      (lines === undefined || (line !== undefined && line >= lines[0] && line <= lines[1])),
  );
}
