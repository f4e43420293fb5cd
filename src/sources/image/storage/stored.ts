import type { Image } from "../image-source.ts";

/** An image by its id, with its layers as reported by the engine. */
export interface WantedImage {
  readonly name: string;
  readonly id: string;
  readonly diffIds: readonly string[];
}

/** An image from the engine's storage, or why it must be exported instead. */
export type Stored = { readonly image: Image } | { readonly reason: string };
