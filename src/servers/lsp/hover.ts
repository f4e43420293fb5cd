import type { KnownImage } from "../../pipeline/editor/image-known.ts";
import type { RuleWords } from "../../pipeline/editor/rule-text.ts";
import { fixCommand } from "../../reports/content/fix-command.ts";
import { evidenceText } from "../../reports/content/place.ts";
import { bytesText } from "../../reports/content/units.ts";
import type { Finding } from "../../domain/finding/finding.ts";

/** A finding with its reason, its evidence and its fix, as Markdown. File content is formatted as code, so that it cannot contain links. */
export function findingHover(
  { rule, severity, message, evidence, fix }: Finding,
  words: RuleWords | undefined,
  file: string,
): string {
  const proofs = evidence.slice(0, 6).map((item) => {
    const { says, quote } = evidenceText(item);
    return `- ${plain(says)}${quote === undefined ? "" : `: ${code(quote)}`}`;
  });
  // A safe fix is a code action of the editor.
  const command =
    fix === undefined || fix.applicability === "safe" ? undefined : fixCommand(rule, fix.applicability, file);
  return [
    `**${plain(message)}**`,
    `${severity} · \`${rule}\`${words === undefined ? "" : ` · ${plain(words.title)}`}`,
    ...(words === undefined ? [] : [plain(words.why)]),
    ...(proofs.length === 0 ? [] : [proofs.join("\n")]),
    ...(fix === undefined
      ? []
      : [`Fix (${fix.applicability}): ${plain(fix.title)}${command === undefined ? "" : ` — ${code(command)}`}`]),
    ...(words === undefined || words.also.length === 0
      ? []
      : [`The same elsewhere: ${words.also.map(code).join(", ")}`]),
    `More: ${code(`hullproof explain ${rule}`)}`,
  ].join("\n\n");
}

/** Local facts about an image. For an unknown image, the command that reads it. */
export function imageHover({ name, cycles, build }: KnownImage): string {
  const ends = cycles.map(
    ({ title, until, ended }) => `- ${plain(title)}: ${ended ? "**no fixes since**" : "fixes until"} ${until}`,
  );
  if (build === undefined)
    return [
      `**${plain(name)}**`,
      ...(ends.length === 0 ? [] : [ends.join("\n")]),
      `Its content is not known on this machine: ${code(`hullproof base ${name}`)} reads it from its registry.`,
    ].join("\n\n");
  const { vulnerabilities: counts, created, user, sizeBytes, packages, os } = build;
  const facts = [
    ...(os === undefined ? [] : [`- ${plain(os)}, ${packages} packages`]),
    ...(user === undefined ? [] : [`- user: ${user === "" ? "root (none is set)" : code(user)}`]),
    ...(sizeBytes === undefined ? [] : [`- size: ${bytesText(sizeBytes)}`]),
    ...(created === "" ? [] : [`- built on ${created.slice(0, 10)}`]),
    ...ends,
    "missing" in counts
      ? `- vulnerabilities: not known: ${plain(counts.missing)}`
      : `- ${counts.all} known vulnerabilities (${counts.critical} critical, ${counts.high} high), by the advisories of ${counts.date ?? "an unknown day"}`,
  ];
  return [
    `**${plain(name)}**`,
    facts.join("\n"),
    `As it was when ${code(`hullproof base ${name}`)} last read it.`,
  ].join("\n\n");
}

/** Escapes Markdown. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~-]/g, (found) => `\\${found}`).replaceAll(/\s+/g, " ");
}

/** One line of at most a few hundred characters, in a fence that backticks in the text cannot close. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const shortLine = line.length > 240 ? `${line.slice(0, 240)}…` : line;
  const longest = Math.max(0, ...[...shortLine.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 || shortLine === "" ? `${fence} ${shortLine} ${fence}` : `${fence}${shortLine}${fence}`;
}
