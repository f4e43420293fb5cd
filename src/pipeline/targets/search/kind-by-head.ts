import {
  callsEngine,
  isCiText,
  isComposeJson,
  isComposeText,
  isInspectText,
  isJudged,
  isManifest,
  isManifestJson,
  isShellText,
  makesNoPod,
  unrendered,
} from "./content.ts";
import { isMakefileName } from "../../../formats/command-line/run-lines.ts";
import { isPlainName, isYamlName, mayHoldCommands } from "./names.ts";
import { isRecognizable, recognizedKind } from "./recognized-kind.ts";
import type { FoundText, NotRead } from "./search-result.ts";

const isJsonName = (name: string): boolean => /\.json$/i.test(name);

/** Whether a file of this name needs a look at its head. */
export function isToldByHead(name: string, folder: string): boolean {
  return isJsonName(name) || isRecognizable(name) || mayHoldCommands(name, folder) || name === "Kustomization";
}

/** The kind of a file, or the reason why it is skipped; undefined for other kinds. */
export function kindByHead(
  name: string,
  text: string,
): FoundText["kind"] | Omit<NotRead, "path" | "within"> | undefined {
  if (isRecognizable(name)) return recognizedKind(name, text);
  if (isJsonName(name)) return jsonKind(name, text);
  if (isPlainName(name) && !isShellText(text) && !isMakefileName(name)) return undefined;
  if (!isYamlName(name) && name !== "Kustomization") return callsEngine(text) ? "document" : undefined;
  if (isComposeText(text)) return "compose";
  const rendered = unrendered(name, text);
  if (rendered !== undefined) return rendered;
  if (isManifest(text)) return isJudged(text) ? "kubernetes" : { reason: makesNoPod };
  return isCiText(text) && callsEngine(text) ? "document" : undefined;
}

/** The content decides on JSON, and for Compose the name as well: other tools have services, too. */
function jsonKind(name: string, text: string): FoundText["kind"] | undefined {
  if (isManifestJson(text)) return isJudged(text) ? "kubernetes" : undefined;
  if (isInspectText(text)) return "container";
  return /^(docker-)?compose([.-][^/]*)?\.json$/i.test(name) && isComposeJson(text) ? "compose" : undefined;
}
