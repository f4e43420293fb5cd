import { Failure } from "../../domain/failure.ts";
import { knownImages } from "../../data/known-images.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";

const prefix = "known:";

/** `known:postgresql`: steps of a known image; undefined for files. Throws `Failure` (`bad-usage`) for an unknown one. */
export function knownSource(file: string): ReadSource | undefined {
  if (!file.startsWith(prefix)) return undefined;
  const image = knownImages.find(({ name }) => name === file.slice(prefix.length));
  if (image === undefined)
    throw new Failure("bad-usage", `${file} is no known image`, {
      hint: `Known are: ${knownImages.map(({ name }) => prefix + name).join(", ")}`,
    });
  const { title, tried, steps } = image;
  const notes = tried === undefined ? [`the steps of ${title} were made from its manual and never tried`] : [];
  return { file, requests: [], steps, notes };
}
