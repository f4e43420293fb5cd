import { secretPlace } from "../../content/secret-place.ts";
import { hang, headline, type Page } from "../page.ts";
import type { Image } from "./image.ts";

/** All secrets: an omitted one would seem not to exist. Their values are masked. */
export function secretSection({ secrets }: Image, page: Page): string[] {
  if (secrets === undefined) return [...headline(page, "Secrets"), ...hang(page, "", "Not looked for.", "dim")];
  if (secrets.length === 0) return [...headline(page, "Secrets"), ...hang(page, "", "None found.", "dim")];
  return [
    ...headline(page, "Secrets", String(secrets.length)),
    ...secrets.flatMap((secret) =>
      hang(page, "✖ ", `${secret.title} ${secret.masked}: ${secretPlace(secret)}`, undefined, "red"),
    ),
  ];
}

export function updateSection({ updates }: Image, page: Page): string[] {
  if (updates === undefined) return [];
  const { pending, askedAt, sources } = updates;
  const sourceText = `according to the image, asked ${sources.join(", ") || "no source"} at ${askedAt}`;
  return [
    ...headline(page, "Pending updates", String(pending.length)),
    ...hang(page, "", sourceText, "dim"),
    ...pending.flatMap(({ name, installed, candidate, security, cves }) => [
      ...hang(
        page,
        security ? "▲ " : "● ",
        `${name} ${installed} → ${candidate}`,
        undefined,
        security ? "yellow" : "cyan",
      ),
      ...(cves.length === 0 ? [] : hang(page, "  ", `fixes ${cves.join(", ")}`, "dim")),
    ]),
  ];
}
