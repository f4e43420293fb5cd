import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import type { PlacedEdit } from "../../domain/finding/fix.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";

/** Members that a finding names; a list with more of them is one finding. */
const maxNamed = 20;
/** Characters of a name in the message. */
const maxName = 60;

/**
 * One finding for the members of a list where a rule has more of them to report than anyone reads: it names the first and counts the rest. Fewer keep their
 * findings, each at its place. Fixes are those of the members, as before.
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
      joined.set(first, join(first, members));
    }
  }
  if (joined.size === 0) return run;
  const findings = run.findings.flatMap((one) => (joined.has(one) ? (joined.get(one) ?? []) : [one]));
  return { ...run, findings };
}

/** Only findings that are counted alike are joined. */
function kindOf({ rule, severity, also, fix, notFixed }: Finding): string {
  return JSON.stringify([rule, severity, also, fix?.applicability, notFixed?.applicability]);
}

function join(first: Finding, members: readonly Finding[]): Finding {
  const shown = members.slice(0, maxNamed);
  const names = namesIn(members).slice(0, maxNamed).map(shortened);
  const rest = members.length - shown.length;
  const edits = editsOf(members);
  return {
    ...first,
    message: `${first.message} (${members.length} in this list: ${names.join(", ")} and ${rest} more)`,
    evidence: distinct(shown.flatMap(({ evidence }) => (evidence === first.evidence ? evidence : settings(evidence)))),
    ...(first.fix && {
      fix: {
        title: `${first.fix.title}, and the same for ${members.length - 1} more`,
        applicability: first.fix.applicability,
        ...(edits && { edits }),
      },
    }),
  };
}

/** What distinguishes messages of one form: the words between their common beginning and their common end. Of messages that say the same, the values. */
function namesIn(members: readonly Finding[]): string[] {
  const messages = members.map(({ message }) => message);
  const [first = ""] = messages;
  if (messages.every((message) => message === first)) return members.map(valueOf);
  let [start, end] = [first.length, first.length];
  for (const message of messages) {
    let same = 0;
    while (same < start && message[same] === first[same]) same++;
    start = same;
    same = 0;
    while (same < end && message.at(-1 - same) === first.at(-1 - same)) same++;
    end = same;
  }
  // A name that others begin or end like is not cut.
  while (start > 0 && !/[\s`'"(]/.test(first[start - 1] ?? "")) start--;
  while (end > 0 && !/[\s`'"),;:]/.test(first[first.length - end] ?? "")) end--;
  return messages.map((message) => message.slice(start, Math.max(start, message.length - end)));
}

function valueOf({ evidence }: Finding): string {
  const setting = evidence.find(({ kind }) => kind === "setting");
  return setting?.kind === "setting" ? setting.value : "";
}

function shortened(name: string): string {
  return name.length > maxName ? `${name.slice(0, maxName)}...` : name;
}

function settings(evidence: Finding["evidence"]): Finding["evidence"] {
  return evidence.filter(({ kind }) => kind === "setting");
}

function distinct(evidence: Finding["evidence"]): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
}

/** Those of all members, where every member has them. */
function editsOf(members: readonly Finding[]): readonly PlacedEdit[] | undefined {
  const edits = new Map<string, PlacedEdit>();
  for (const { fix } of members) {
    if (fix?.edits === undefined) return undefined;
    for (const edit of fix.edits) edits.set(JSON.stringify(edit), edit);
  }
  return [...edits.values()];
}
