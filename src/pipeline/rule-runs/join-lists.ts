import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import type { PlacedEdit } from "../../domain/finding/fix.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** Members named in a finding; longer lists become one finding. */
const maxNamed = 20;
/** Maximum characters of a name in the message. */
const maxName = 60;

/**
 * Joins the findings of one list into one where a rule reports too many members: it names the first and counts the others. Shorter lists keep their
 * findings, each at its location. Fixes still belong to the members.
 */
export function joinLists({ lists, ...run }: RuleRun): RuleRun {
  if (lists === undefined || lists.size <= maxNamed) return run;
  const byList = Map.groupBy(run.findings, (finding) => lists.get(finding));
  const joined = new Map<Finding, Finding | undefined>();
  for (const [list, findings] of byList) {
    if (list === undefined || findings.length <= maxNamed) continue;
    for (const members of Map.groupBy(findings, kindOf).values()) {
      const [first] = members;
      if (first === undefined || members.length <= maxNamed) continue;
      for (const member of members) joined.set(member, undefined);
      joined.set(first, joinFindings(first, members));
    }
  }
  if (joined.size === 0) return run;
  const findings = run.findings.flatMap((finding) => (joined.has(finding) ? (joined.get(finding) ?? []) : [finding]));
  return { ...run, findings };
}

/** Key of findings that may be joined. */
function kindOf({ rule, severity, also, fix, notFixed }: Finding): string {
  return JSON.stringify([rule, severity, also, fix?.applicability, notFixed?.applicability]);
}

function joinFindings(first: Finding, members: readonly Finding[]): Finding {
  const namedMembers = members.slice(0, maxNamed);
  const names = namesIn(members).slice(0, maxNamed).map(shortenName);
  const unnamedCount = members.length - namedMembers.length;
  const edits = editsOf(members);
  return {
    ...first,
    message: `${first.message} (${members.length} in this list: ${names.join(", ")} and ${unnamedCount} more)`,
    evidence: withoutDuplicates(
      namedMembers.flatMap(({ evidence }) => (evidence === first.evidence ? evidence : settingEvidence(evidence))),
    ),
    ...(first.fix && {
      fix: {
        title: `${first.fix.title}, and the same for ${members.length - 1} more`,
        applicability: first.fix.applicability,
        ...(edits && { edits }),
      },
    }),
  };
}

/** The differing part of similar messages, between their common prefix and suffix; for equal messages, the values. */
function namesIn(members: readonly Finding[]): string[] {
  const messages = members.map(({ message }) => message);
  const [first = ""] = messages;
  if (messages.every((message) => message === first)) return members.map(valueOf);
  let [start, end] = [first.length, first.length];
  for (const message of messages) {
    let length = 0;
    while (length < start && message[length] === first[length]) length++;
    start = length;
    length = 0;
    while (length < end && message.at(-1 - length) === first.at(-1 - length)) length++;
    end = length;
  }
  // Keeps names whole that share a prefix or suffix.
  while (start > 0 && !/[\s`'"(]/.test(first[start - 1] ?? "")) start--;
  while (end > 0 && !/[\s`'"),;:]/.test(first[first.length - end] ?? "")) end--;
  return messages.map((message) => message.slice(start, Math.max(start, message.length - end)));
}

function valueOf({ evidence }: Finding): string {
  const setting = evidence.find(({ kind }) => kind === "setting");
  return setting?.kind === "setting" ? setting.value : "";
}

function shortenName(name: string): string {
  return name.length > maxName ? `${name.slice(0, maxName)}...` : name;
}

function settingEvidence(evidence: Finding["evidence"]): Finding["evidence"] {
  return evidence.filter(({ kind }) => kind === "setting");
}

function withoutDuplicates(evidence: Finding["evidence"]): readonly Evidence[] {
  return [...new Map(evidence.map((item) => [JSON.stringify(item), item])).values()];
}

/** The edits of all members, where every member has edits. */
function editsOf(members: readonly Finding[]): readonly PlacedEdit[] | undefined {
  const edits = new Map<string, PlacedEdit>();
  for (const { fix } of members) {
    if (fix?.edits === undefined) return undefined;
    for (const edit of fix.edits) edits.set(JSON.stringify(edit), edit);
  }
  return [...edits.values()];
}
