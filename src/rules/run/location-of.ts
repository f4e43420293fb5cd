import type { Location } from "../../domain/finding/finding.ts";
import { locate } from "../../text/locate.ts";
import type { Facts } from "../needs.ts";
import type { Observation } from "../observation.ts";

/** Where an observation is, in lines. */
export function locationOf(at: Observation["at"], facts: Partial<Facts>): Location {
  if ("span" in at) {
    const text = textIn(at.file, facts);
    if (text === undefined) throw new Error(`a rule gave a span of ${at.file}, whose text is not known`);
    return locate(at.file, text, at.span);
  }
  if (!("start" in at)) return at;
  const source = textOf(facts);
  if (source === undefined) throw new Error("a rule gave a span, but the target has no text");
  return locate(source.file, source.text, at);
}

/** The text of a file that the facts are of. */
export function textIn(file: string, facts: Partial<Facts>): string | undefined {
  const containerText = facts.containers?.texts.get(file);
  if (containerText !== undefined) return containerText;
  const source = facts.manifestProblems ?? facts.objects ?? textOf(facts);
  return source?.file === file ? source.text : undefined;
}

/** The one text that spans without a file are of. */
export function textOf(facts: Partial<Facts>) {
  const { dockerfile, runLines, ignores, refusals, composeRefusals, quadletRefusals } = facts;
  return dockerfile ?? runLines ?? ignores ?? refusals ?? composeRefusals ?? quadletRefusals;
}
