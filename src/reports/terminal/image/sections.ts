import type { Image } from "./image.ts";
import type { Page } from "../page.ts";
import { layerSection } from "./layers.ts";
import { packageSection } from "./packages.ts";
import { accountSection, privilegeSection } from "./privileges.ts";
import { secretSection, updateSection } from "./secrets.ts";
import { savingSection, summarySection } from "./summary.ts";
import { duplicateSection, leftoverSection, wasteSection } from "./waste.ts";

/** The contents of an image, from its configuration to its layers, packages and possible savings. */
export function imageSections(image: Image, page: Page): string[] {
  return [
    summarySection(image, page),
    layerSection(image, page),
    wasteSection(image, page),
    duplicateSection(image, page),
    leftoverSection(image, page),
    packageSection(image, page),
    accountSection(image, page),
    privilegeSection(image, page),
    secretSection(image, page),
    updateSection(image, page),
    savingSection(image, page),
  ].flat();
}
