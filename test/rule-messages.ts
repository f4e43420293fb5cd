// What one rule says of one text, for tests of many short ones.
import type { ContextFile } from "../src/domain/dockerfile/context-folder.ts";
import { ofManifest } from "../src/dialects/kubernetes/read.ts";
import { editablePods } from "../src/dialects/kubernetes/editable-pods.ts";
import { ofRunLines } from "../src/dialects/run-line/read.ts";
import { dockerfileFact } from "../src/facts/dockerfile/stages.ts";
import { textFacts } from "../src/facts/text-facts.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { parseDockerfile } from "../src/formats/dockerfile/parse.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import type { Facts } from "../src/rules/needs.ts";
import type { Observation } from "../src/rules/observation.ts";
import { composeFacts } from "./compose-facts.ts";

export type Check = { check(facts: Facts): Iterable<Observation> };

export function messages(rule: Check, facts: Partial<Facts>): readonly string[] {
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}

/** `files` are those of its build context; undefined: nobody looked. */
export function inDockerfile(rule: Check, text: string, files?: readonly ContextFile[]): readonly string[] {
  const fact = dockerfileFact(parseDockerfile("Dockerfile", text));
  const context = files && { context: () => ({ folder: ".", files }) };
  return messages(rule, textFacts(fact, { today: "2026-11-24", ...context }));
}

export function inScript(rule: Check, text: string): readonly string[] {
  const lines = runLines("run.sh", text);
  return messages(rule, { runLines: lines, containers: ofRunLines(lines) });
}

export const inService = (rule: Check, image: string): readonly string[] =>
  messages(rule, composeFacts(`services:\n  a:\n    image: ${image}\n`));

export function inPod(rule: Check, image: string): readonly string[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`;
  return messages(rule, { containers: ofManifest(editablePods(readManifest("pod.yaml", text), 35)) });
}
