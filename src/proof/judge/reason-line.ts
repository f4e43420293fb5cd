const reason =
  /error|exception|fatal|panic|cannot|can't|could not|unable|denied|not found|no such|refused|missing|required|must |failed|invalid|unset|not set/iu;
const maxReason = 200;

/**
 * The log line that says why a program ended: the last one that looks like a reason and not like a stack frame, else
 * the last one. Undefined for an empty log.
 */
export function reasonLine(lines: readonly string[]): string | undefined {
  const texts = lines.map((line) => line.trimEnd()).filter((line) => line.trim() !== "");
  const line =
    texts.findLast((text) => !/^\s/u.test(text) && reason.test(text)) ??
    texts.findLast((text) => reason.test(text)) ??
    texts.at(-1);
  const text = line?.trim();
  return text === undefined || text.length <= maxReason ? text : `${text.slice(0, maxReason - 1)}…`;
}
