import { runOfTag } from "../../sources/engine/session/labels.ts";

/** The name of an image in a message. The name of a temporary image is gone when a reader sees it. */
export function shownImage(image: string): string {
  return runOfTag(image) === undefined ? image : "the image as built";
}

/** Command line that starts a container of it alone. */
export function startCommand(image: string): string {
  return runOfTag(image) === undefined ? `docker run --rm ${image}` : "docker build -t app . && docker run --rm app";
}
