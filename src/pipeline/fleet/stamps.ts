import { toolStamp } from "../image/tool-stamp.ts";

/** Identifies the code that derives packages from layers: an image that other code read is read again. */
export function factsStamp(): string {
  return toolStamp();
}

/** Identifies the code that matches packages: with other code every package is judged again, which costs no request. */
export function matchingStamp(): string {
  return toolStamp();
}
