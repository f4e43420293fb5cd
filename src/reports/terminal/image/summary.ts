import { bytesText, countText } from "../../content/units.ts";
import { savings } from "../../content/savings.ts";
import { hang, headline, type Page } from "../page.ts";
import type { Image } from "./image.ts";

/** The image and its start command. An empty setting is stated in words, because a gap could be an oversight. */
export function summarySection(image: Image, page: Page): string[] {
  const { digest, manifestDigest, os, sizeBytes, compressedBytes, user, config, layers } = image;
  const stored = compressedBytes === undefined ? "" : `, ${bytesText(compressedBytes)} compressed`;
  const { healthcheck, stopSignal, exposedPorts, volumes } = config;
  const unchecked = layers.filter((layer) => layer.digest === "not-checked").length;
  const rows: readonly (readonly [string, string])[] = [
    ["image id", digest === "" ? "none: a folder has no configuration" : digest],
    ...(manifestDigest === undefined ? [] : [["manifest", manifestDigest] as const]),
    [
      "system",
      `${os.prettyName ?? os.id ?? "unknown"}${config.os === "" ? "" : ` on ${config.os}/${config.architecture}`}`,
    ],
    ["created", config.created ?? "the image does not say"],
    ["size", `${bytesText(sizeBytes)} in ${countText(layers.length, "layer")}${stored}`],
    ...(unchecked === 0 ? [] : [["digests", `${countText(unchecked, "layer")} not compared with the digest`] as const]),
    ["user", user === "" ? "root (none is set)" : user],
    ["entrypoint", config.entrypoint.length === 0 ? "none" : JSON.stringify(config.entrypoint)],
    ["command", config.cmd.length === 0 ? "none" : JSON.stringify(config.cmd)],
    ["folder", config.workingDir === "" ? "/ (none is set)" : config.workingDir],
    ["ports", exposedPorts.length === 0 ? "none declared" : exposedPorts.join(", ")],
    ["volumes", volumes.length === 0 ? "none declared" : volumes.join(", ")],
    ["healthcheck", healthText(healthcheck)],
    ...(stopSignal === undefined || stopSignal === "" ? [] : [["stop signal", stopSignal] as const]),
  ];
  return [
    ...headline(page, "Image"),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(12), text, undefined, "dim")),
  ];
}

function healthText(healthcheck: Image["config"]["healthcheck"]): string {
  if (healthcheck === undefined || healthcheck.length === 0) return "none";
  const [kind, ...words] = healthcheck;
  if (kind === "NONE") return "switched off";
  return kind === "CMD-SHELL" ? words.join(" ") : JSON.stringify(kind === "CMD" ? words : healthcheck);
}

/** Possible savings of a rebuild, last because they summarize the sections before. */
export function savingSection(image: Image, page: Page): string[] {
  const { wasted, leftovers, duplicates, total } = savings(image);
  const { efficiency } = image.waste;
  const rows: readonly (readonly [string, string])[] = [
    ["waste", `${bytesText(wasted)} overwritten or deleted by later layers`],
    ["leftovers", `${bytesText(leftovers)} that nothing at run time reads`],
    ["duplicates", duplicates === undefined ? "not looked for" : `${bytesText(duplicates)} of equal content`],
    ["together", total === 0 ? "nothing" : `at most ${bytesText(total)} of ${bytesText(image.sizeBytes)}`],
    // Rounded down: 100 % means an image without any waste.
    ["efficiency", `${(Math.floor(efficiency * 1000) / 10).toFixed(1)} % of all bytes are in the final file system`],
  ];
  return [
    ...headline(page, "Rebuild savings"),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(12), text, undefined, "dim")),
  ];
}
