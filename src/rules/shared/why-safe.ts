import { quietInstructions, startKind } from "../../facts/safe-steps/instruction-kinds.ts";
import type { SafeReason, SameReading } from "../rule.ts";

/** As `explain` and the rule's page print it; of a list, its entries. */
export function whySafeText(reason: string | SameReading | SafeReason): string {
  if (typeof reason === "string") return reason;
  if ("sameReading" in reason) return reason.sameReading;
  const { edit, steps, behind } = reason;
  const range = behind ? "from FROM to the end of every stage that is built on its stage" : "from FROM to the edit";
  const instructions = quietInstructions.map(({ title }) => title).filter((title) => title !== "");
  const kinds = [
    "FROM of an official image whose shell, PATH and programs are known",
    ...instructions,
    ...(behind ? [startKind.title] : []),
    `RUN without flags, whose commands are joined by \`&&\` and \`;\` alone and are ${steps.commands.map(({ title }) => title).join(", ")}`,
  ];
  const outside = behind
    ? `no other file of the repository names contexts for a build, builds on its stages, or mentions ${[...steps.words, ...steps.paths].map((word) => `\`${word}\``).join(", ")}`
    : "no other file of the repository names contexts for a build";
  return `${edit} It is safe where the file holds nothing but this, ${range}: ${kinds.join("; ")}; and where ${outside}. Everything else is offered as proven.`;
}
