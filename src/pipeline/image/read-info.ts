import type { ImageContents, ImageInfo } from "../../domain/image/image-info.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { cachedFacts } from "./cached-facts.ts";
import type { FactWishes, ReadOptions } from "./read-facts.ts";

/** What `readFacts` says about an image, out of the cache if it can be: for whoever needs neither the layers' entries nor the tree. */
export function readInfo(
  image: Image,
  wishes: Omit<FactWishes, "dockerfile">,
  options: ReadOptions = {},
): Promise<ImageInfo> {
  const { secrets = false, duplicates = false } = wishes;
  return cachedFacts(image, ["info", secrets, duplicates], options, async () => {
    // Loaded when something has to be read: it is most of our code.
    const { readFacts } = await import("./read-facts.ts");
    return (await readFacts(image, wishes, options)).info;
  });
}

/** Only what an SBOM shows. */
export function readContents(image: Image, options: ReadOptions = {}): Promise<ImageContents> {
  return cachedFacts(image, ["contents"], options, async () => {
    const { readOnlyContents } = await import("./read-facts.ts");
    return readOnlyContents(image, options);
  });
}
