import { ownValue } from "../../domain/own-value.ts";
import { imageUses } from "./image-uses.ts";
import { parseDockerfile } from "./parse.ts";

/** A Dockerfile's text with other images in it. */
export interface ReplacedImages {
  readonly text: string;
  /** Names of `images` in it that could not be replaced, with the line. */
  readonly kept: readonly { readonly image: string; readonly line: number }[];
}

/**
 * Puts other images in place of those that a Dockerfile names, as BuildKit's named contexts do: `images` by name, where `python` is `python:latest` and
 * `docker.io/library/python:latest`. No line is added or removed. Throws `not-a-dockerfile`.
 */
export function replaceImages(
  file: string,
  text: string,
  images: Readonly<Record<string, string>>,
  buildArgs: Readonly<Record<string, string>> = {},
): ReplacedImages {
  const replacements: Record<string, string> = Object.fromEntries(
    Object.entries(images).map(([name, replacement]) => [fullName(name), replacement]),
  );
  const unreplacedImages: { image: string; line: number }[] = [];
  let replaced = text;
  // Backwards, so that earlier offsets stay valid.
  for (const { image, span, named } of imageUses(parseDockerfile(file, text), buildArgs).toReversed()) {
    const replacement = ownValue(replacements, fullName(image));
    if (replacement === undefined) continue;
    const newText = named(replacement);
    if (newText === undefined) unreplacedImages.unshift({ image, line: text.slice(0, span.start).split("\n").length });
    else replaced = `${replaced.slice(0, span.start)}${newText}${replaced.slice(span.end)}`;
  }
  return { text: replaced, kept: unreplacedImages };
}

/** Docker's short forms, written out (distribution/reference, normalize.go). */
function fullName(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return short.includes("@") || /:[^:/]+$/.test(short) ? short : `${short}:latest`;
}
