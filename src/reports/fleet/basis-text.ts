import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import { countText, numberText } from "../content/units.ts";
import { timeText } from "./table.ts";

/** Nothing is clean by silence: each page says what it does not know. */
export function basisText({ asOf, coverage: { images, packages, advisories } }: AnswerBasis): string {
  const { read, waiting, refused, older } = images;
  const unread = [
    ...(waiting > 0 ? [`${numberText(waiting)} wait`] : []),
    ...(refused > 0 ? [`${numberText(refused)} refused`] : []),
    ...(older > 0 ? [`${numberText(older)} of older tags`] : []),
  ];
  return [
    `As of ${timeText(asOf)}: ${countText(read, "image")} read${unread.length > 0 ? `, ${unread.join(", ")}` : ""}.`,
    advisories.shards === 0
      ? "No advisories: nothing is judged."
      : `Advisories: ${countText(advisories.shards, "shard")}, judged ${timeText(advisories.judgedAt)}.`,
    `${numberText(packages.notJudged)} of ${numberText(packages.distinct)} distinct packages are not judged.`,
  ].join(" ");
}
