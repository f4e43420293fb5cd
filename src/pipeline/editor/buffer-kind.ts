import { basename, dirname } from "node:path";
import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import { isRecognizable, recognizedKind } from "../targets/search/recognized-kind.ts";
import {
  callsEngine,
  dockerfileLike,
  isCiText,
  isComposeJson,
  isComposeText,
  isManifest,
  isJudged,
  unrendered,
} from "../targets/search/content.ts";
import {
  isDocumentName,
  isNearDockerfileName,
  isYamlName,
  kindByName,
  mayHoldCommands,
} from "../targets/search/names.ts";

export type BufferKind = "dockerfile" | "document" | "compose" | TextDialectName;

/** Characters that are enough to recognize a text. */
const headLength = 60_000;

/**
 * The kind of a text in an editor: by name, by the editor's language id where the name is ambiguous, and by content. Undefined for unsupported
 * kinds: an editor opens files of every kind, and not every text is a Dockerfile.
 */
export function bufferKind(path: string, language: string, text: string): BufferKind | undefined {
  const name = basename(path);
  const head = text.slice(0, headLength).replace(/^\uFEFF/, "");
  const namedKind = kindByName(name);
  if (namedKind === "dockerfile" || namedKind === "compose") return namedKind;
  if (isNearDockerfileName(name)) return dockerfileLike(head) === "dockerfile" ? "dockerfile" : undefined;
  if (namedKind === "document") return namedKind;
  if (isRecognizable(name)) return recognizedKind(name, head);
  if (isYamlName(name)) {
    if (isComposeText(head)) return "compose";
    if (unrendered(name, head) !== undefined) return undefined;
    if (isManifest(head)) return isJudged(head) ? "kubernetes" : undefined;
    return isCiText(head) && callsEngine(head) ? "document" : undefined;
  }
  if (mayHoldCommands(name, dirname(path))) return callsEngine(head) ? "document" : undefined;
  if (/\.json$/i.test(name)) {
    if (isManifest(head) && isJudged(head)) return "kubernetes";
    return isComposeJson(head) ? "compose" : undefined;
  }
  if (language === "dockerfile") return "dockerfile";
  if (language === "dockercompose") return "compose";
  return language === "markdown" || language === "shellscript" || isDocumentName(name) ? "document" : undefined;
}
