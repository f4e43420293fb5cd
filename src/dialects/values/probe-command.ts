import type { HealthProbe } from "../../domain/container/health-probe.ts";

/**
 * The test of a health check in the image's form: `CMD` with words, `CMD-SHELL` with a text. Undefined without a check,
 * and for `NONE`.
 */
export function probeOfTest([kind, ...words]: readonly string[]): HealthProbe | undefined {
  if (kind === "CMD-SHELL" && words[0] !== undefined) return inShell(words[0]);
  return kind === "CMD" && words.length > 0 ? { kind: "exec", command: words } : undefined;
}

/** The value of `--health-cmd`: a command for the shell, or for Podman a JSON list of words. Undefined for `none`. */
export function probeOfText(text: string): HealthProbe | undefined {
  if (text.trim() === "" || text.trim().toLowerCase() === "none") return undefined;
  const words = wordsOf(text);
  if (words === undefined) return inShell(text);
  return words[0]?.startsWith("CMD") === true ? probeOfTest(words) : { kind: "exec", command: words };
}

function wordsOf(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.length > 0 && list.every((word) => typeof word === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

function inShell(text: string): HealthProbe {
  return { kind: "exec", command: ["/bin/sh", "-c", text] };
}
