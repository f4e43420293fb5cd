import type { Inspection } from "../../../domain/image/inspection.ts";
import type { Image } from "../image/image.ts";
import type { Page } from "../page.ts";
import { diffSections } from "./diff.ts";
import { layerSections } from "./layer.ts";
import { packageSections } from "./packages.ts";
import { treeSection } from "./tree.ts";

/** The requested view, instead of the whole image. */
export function inspectionSections(inspection: Inspection, image: Image | undefined, page: Page): string[] {
  switch (inspection.kind) {
    case "layer":
      return layerSections(inspection, image, page);
    case "tree":
      return treeSection(inspection, page);
    case "diff":
      return diffSections(inspection, page);
    case "package":
      return packageSections(inspection, image, page);
  }
}
