const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
const weekday = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const clock = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?";

/** What changes by itself between two runs that are seconds or a midnight apart. */
const times: readonly RegExp[] = [
  new RegExp(`\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]${clock}(?:Z|[+-]\\d{2}:?\\d{2})?)?`, "gu"),
  new RegExp(`\\b\\d{1,2}/${month}/\\d{4}:\\d{2}:\\d{2}:\\d{2}(?: [+-]\\d{4})?`, "gu"),
  new RegExp(`\\b(?:${weekday}[a-z]{0,6},? )?\\d{1,2}[ -]${month}[ -]\\d{4}(?: ${clock})?`, "gu"),
  new RegExp(`\\b(?:${weekday}[a-z]{0,6},? )?${month} {1,2}\\d{1,2},?(?: ${clock})?(?: \\d{4})?\\b`, "gu"),
  // Not the end of an address: 0.0.0.0:8080 stays.
  new RegExp(`(?<![\\d.:])${clock}(?!\\d)(?: ?[AaPp][Mm]\\b)?`, "gu"),
  // Seconds and milliseconds since 1970, from 2017 on.
  /\b1[5-9]\d{8}(?:\d{3})?(?:\.\d{1,9})?\b/gu,
  /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/gu,
];

/** Dates, clocks and epoch seconds become `<time>`: they differ between two runs whatever the profile. */
export function maskTimes(text: string): string {
  return times.reduce((masked, pattern) => masked.replace(pattern, "<time>"), text);
}

const lineLength = 300;

/** A log line with its times, ids and numbers masked, cut at 300 characters. */
export function lineShape(line: string): string {
  return maskTimes(printable(line))
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/giu, "<id>")
    .replace(/\b0x[0-9a-f]+\b/giu, "<id>")
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{8,}\b/giu, "<id>")
    .replace(/\d+/gu, "0")
    .slice(0, lineLength)
    .trim();
}

/** A line that tells of trouble, in the words programs use for it. */
export function tellsTrouble(line: string): boolean {
  return /\b(?:error|errno|fatal|panic|critical|crit|emerg|alert|exception|traceback|denied|not permitted|fail(?:s|ed|ure|ing)?|cannot|can't|could not|couldn't|unable|refused|read-only file|no space|no such|segfault|out of memory|killed|abort(?:ed|ing)?)\b/iu.test(
    line,
  );
}

/** Hostile logs and bodies reach a terminal and a report: escape sequences and other control characters do not. */
export function printable(text: string): string {
  return text
    .replace(/(?![\n\t\r])\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, "")
    .replace(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, "");
}
