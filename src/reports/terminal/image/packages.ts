import { packageKinds } from "../../content/package-kinds.ts";
import { bytesText } from "../../content/units.ts";
import { fit, hang, headline, padEnd, padStart, type Page } from "../page.ts";
import type { Image } from "./image.ts";

/** Packages by ecosystem. Bytes cover only packages that list their files. */
export function packageSection({ packages, unread }: Image, page: Page): string[] {
  const kinds = packageKinds(packages);
  const emptyText = unread === undefined ? "none found" : "none found, and some files could not be read";
  const width = Math.min(24, Math.max(4, ...kinds.map(({ type }) => type.length)));
  return [
    ...headline(page, "Packages", packages.length === 0 ? "" : String(packages.length)),
    ...(packages.length === 0 ? hang(page, "", emptyText, "dim") : []),
    ...kinds.flatMap(({ type, installed, declared, bytes, measured }) => {
      const size =
        bytes === undefined
          ? "their files are not known"
          : `${bytesText(bytes)}${measured < installed ? ` in the files of ${measured}` : ""}`;
      const lockFileText = declared === 0 ? "" : `, ${declared} more only named by lock files`;
      const text = installed === 0 ? `none installed${lockFileText}` : `${size}${lockFileText}`;
      return hang(page, `${padStart(String(installed), 6)} ${padEnd(fit(type, width), width)}  `, text);
    }),
  ];
}
