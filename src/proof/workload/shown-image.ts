import { runOfTag } from "../../sources/engine/session/labels.ts";

/** Displayed name of an image. The name of a temporary image no longer exists when a reader sees it. */
export function shownImage(image: string): string {
  return runOfTag(image) === undefined ? image : "the image as built";
}

/** Command line that only starts a container of the image. */
export function startCommand(image: string): string {
  return runOfTag(image) === undefined ? `docker run --rm ${image}` : "docker build -t app . && docker run --rm app";
}
