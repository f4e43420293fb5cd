import { cachesAndQueues } from "./known-images/caches-and-queues.ts";
import { databases } from "./known-images/databases.ts";
import type { KnownImage } from "./known-images/known-image.ts";
import { stores } from "./known-images/stores.ts";

/** Every known image; that of an image is found by its name, else by the program that it starts. */
export const knownImages: readonly KnownImage[] = [...databases, ...cachesAndQueues, ...stores];
