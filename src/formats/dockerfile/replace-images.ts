import { ownValue } from "../../domain/own-value.ts";
import { imageUses } from "./image-uses.ts";
import { parseDockerfile } from "./parse.ts";

/** A Dockerfile's text with other images in it. */
export interface ReplacedImages {
  readonly text: string;
  /** Names of `images` that stand in it and could not be replaced, with the line. */
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
  const wanted: Record<string, string> = Object.fromEntries(
    Object.entries(images).map(([name, other]) => [fullName(name), other]),
  );
  const kept: { image: string; line: number }[] = [];
  let replaced = text;
  // From the end on, so that earlier places stay where they are.
  for (const { image, span, named } of imageUses(parseDockerfile(file, text), buildArgs).toReversed()) {
    const other = ownValue(wanted, fullName(image));
    if (other === undefined) continue;
    const written = named(other);
    if (written === undefined) kept.unshift({ image, line: text.slice(0, span.start).split("\n").length });
    else replaced = `${replaced.slice(0, span.start)}${written}${replaced.slice(span.end)}`;
  }
  return { text: replaced, kept };
}

/** Docker's short forms, written out (distribution/reference, normalize.go). */
function fullName(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  return short.includes("@") || /:[^:/]+$/.test(short) ? short : `${short}:latest`;
}
