import type { Facts } from "../../src/rules/needs.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { readAnyway } from "../read-anyway.ts";

export type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

/** What a rule says of the text of a Dockerfile. */
export function messages(rule: DockerfileRule, text: string, more: Partial<Facts> = {}): readonly string[] {
  const facts = { ...textFacts(readAnyway(text), { today: "2026-11-24" }), ...more };
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}
