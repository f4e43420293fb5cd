import type { Image } from "../image-source.ts";

/** An image by its id, and what the engine says of its layers. */
export interface WantedImage {
  readonly name: string;
  readonly id: string;
  readonly diffIds: readonly string[];
}

/** An image read where the engine keeps it, or why it has to be asked for instead. */
export type Stored = { readonly image: Image } | { readonly reason: string };
