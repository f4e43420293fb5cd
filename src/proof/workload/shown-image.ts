import { runOfTag } from "../../sources/engine/run/labels.ts";

/** The name of an image in a message. That of one that was built for this run is gone when the message is read. */
export function shownImage(image: string): string {
  return runOfTag(image) === undefined ? image : "the image as built";
}

/** What to type to see a container of it alone. */
export function startCommand(image: string): string {
  return runOfTag(image) === undefined ? `docker run --rm ${image}` : "docker build -t app . && docker run --rm app";
}
