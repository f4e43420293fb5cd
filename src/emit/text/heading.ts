import type { Profile } from "../../domain/profile/profile.ts";
import { provenText } from "../../text/proven-for.ts";
import { visible } from "./visible.ts";

/** Lines for the head of an emitted text, without comment marks: where its values come from. */
export function heading({ image, engine, kernel, provenFor }: Profile): string[] {
  return [
    `Learned by hullproof from ${visible(image.name, 120)}`,
    `${visible(image.digest, 80)}, Docker ${visible(engine.version, 40)}, Linux ${visible(kernel, 60)}`,
    `Proven for ${visible(provenText(provenFor), 400)}`,
  ];
}
