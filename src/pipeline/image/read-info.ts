import type { SbomContents, ImageInfo } from "../../domain/image/image-info.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { cachedFacts } from "./cached-facts.ts";
import type { FactOptions, ReadOptions } from "./read-facts.ts";

/** The info of `readFacts`, cached where possible: for callers that need neither the layers' entries nor the tree. */
export function readInfo(
  image: Image,
  wishes: Omit<FactOptions, "dockerfile">,
  options: ReadOptions = {},
): Promise<ImageInfo> {
  const { secrets = false, duplicates = false } = wishes;
  return cachedFacts(image, ["info", secrets, duplicates], options, async () => {
    // Loaded on a cache miss: it is most of our code.
    const { readFacts } = await import("./read-facts.ts");
    return (await readFacts(image, wishes, options)).info;
  });
}

/** Only the contents of an SBOM. */
export function readContents(image: Image, options: ReadOptions = {}): Promise<SbomContents> {
  return cachedFacts(image, ["contents"], options, async () => {
    const { readSbomContents: readOnlyContents } = await import("./read-facts.ts");
    return readOnlyContents(image, options);
  });
}
