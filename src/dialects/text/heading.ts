import type { Profile } from "../../domain/profile/profile.ts";
import { dateText, machineText } from "./proof-text.ts";
import { provenText } from "./proven-for.ts";
import { visible } from "./visible.ts";

/** Lines for the head of an emitted text, without comment marks: where its values come from. */
export function heading({ image, engine, kernel, provenFor, provenOn, alsoProvenOn = [] }: Profile): string[] {
  return [
    `Learned by hullproof from ${visible(image.name, 120)}`,
    ...(provenOn === undefined
      ? [`${visible(image.digest, 80)}, Docker ${visible(engine.version, 40)}, Linux ${visible(kernel, 60)}`]
      : [`${visible(image.digest, 80)}, ${visible(machineText(provenOn), 300)}`]),
    `Proven for ${visible(provenText(provenFor), 400)}`,
    ...(provenOn === undefined ? [] : [`Proven on ${visible(dateText(provenOn))}`]),
    ...alsoProvenOn.map((one) => `Also proven on ${visible(machineText(one), 300)} (${visible(one.date)})`),
  ];
}
