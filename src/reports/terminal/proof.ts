import { allowedBy } from "../../text/allowed-by.ts";
import type { SeccompProfile } from "../../domain/profile/seccomp.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Proof, Trial } from "../../domain/workload/trial.ts";
import { dateText, machineText } from "../../dialects/text/proof-text.ts";
import { provenText } from "../../dialects/text/proven-for.ts";
import { replayCommand } from "../content/replay.ts";
import { bytesText, countText, durationText, listText } from "../content/units.ts";
import { witnessLabel } from "../content/witness-label.ts";
import { barred, hang, headline, type Page } from "./page.ts";

type ReportProof = NonNullable<Report["proof"]>;

const verdicts = { holds: ["✔ ", "green"], breaks: ["✖ ", "red"], unsure: ["? ", "yellow"] } as const satisfies Record<
  Proof["verdict"],
  readonly [string, string]
>;

/** Each required privilege, with the trials that broke without it. */
export function witnessSection({ witnesses, profile }: ReportProof, page: Page): string[] {
  const nothing = profile.capabilities.required.length === 0 ? "No capability is needed." : "";
  if (witnesses.length === 0 && nothing === "") return [];
  return [
    ...headline(page, "Required privileges"),
    ...(nothing === "" ? [] : hang(page, "✔ ", nothing, undefined, "green")),
    ...witnesses.flatMap((witness) => {
      const { trials, problem } = witness;
      const command = replayCommand(witness);
      return [
        ...hang(page, "◆ ", `${witnessLabel(witness)}: without it ${listText(trials)} broke`, "bold", "cyan"),
        ...barred(page, "  │ ", problem),
        ...(command === undefined ? [] : hang(page, "  ", `again: ${command}`, "dim")),
      ];
    }),
  ];
}

/** Changes that would need less privilege. */
export function suggestionSection({ suggestions = [] }: ReportProof, page: Page): string[] {
  if (suggestions.length === 0) return [];
  return [
    ...headline(page, "Proven recommendations"),
    ...suggestions.flatMap(({ title, detail, dockerfile, flags, prepared, trials }) => [
      ...hang(page, "➜ ", `${title} (${listText(trials)} passed)`, "bold", "cyan"),
      ...hang(page, "  ", detail),
      ...hang(page, "  Dockerfile  ", dockerfile.join("; "), undefined, "dim"),
      ...hang(page, "  docker run  ", flags.join(" "), undefined, "dim"),
      ...prepared.flatMap(({ path, uid, gid }) =>
        hang(page, "  once        ", `chown ${uid}:${gid} what is mounted at ${path}`, undefined, "dim"),
      ),
    ]),
  ];
}

/** Every claim that was tested. */
export function proofSection({ proofs, trials }: ReportProof, page: Page): string[] {
  if (proofs.length === 0) return [];
  return [
    ...headline(page, "Proofs", trialsText(trials)),
    ...proofs.flatMap(({ claim, verdict, detail, culprit, widening = [], trials: by }) => {
      const [mark, colour] = verdicts[verdict];
      return [
        ...hang(page, mark, claim, undefined, colour),
        ...hang(
          page,
          "  ",
          `${culprit === undefined ? "" : `${culprit}: `}${detail}${by.length === 0 ? "" : ` (${listText(by)})`}`,
          "dim",
        ),
        ...widening.flatMap((line) => hang(page, "  + ", line, undefined, "green")),
      ];
    }),
  ];
}

/** The profile itself, if there is no before/after comparison. */
export function profileSection({ profile }: ReportProof, page: Page): string[] {
  const { capabilities, tmpfs, volumes, anonymousVolumes = [], user } = profile;
  const rows: readonly (readonly [string, string])[] = [
    ["image", profile.image.name],
    ["user", `${user.uid}:${user.gid}`],
    ["capabilities", capabilities.required.length === 0 ? "none" : capabilities.required.join(", ")],
    ["tolerated drops", capabilities.soft.length === 0 ? "none" : capabilities.soft.join(", ")],
    ["root", profile.readOnlyRootfs ? "read-only" : "writable"],
    ["writable", [...tmpfs, ...volumes, ...anonymousVolumes].map(({ path }) => path).join(", ") || "none"],
    [
      "system calls",
      profile.seccomp === undefined ? "the engine's own list" : `${callsAllowed(profile.seccomp)} allowed`,
    ],
    ["new privileges", profile.noNewPrivileges ? "never" : "allowed"],
    ["memory", bytesText(profile.memoryBytes)],
    ["shared memory", profile.shmBytes === undefined ? "" : bytesText(profile.shmBytes)],
    ["CPUs", profile.cpus === undefined ? "no limit" : String(profile.cpus)],
    ["processes", String(profile.pids)],
    ["proven for", provenText(profile.provenFor)],
    [
      "proven on",
      profile.provenOn === undefined ? "" : `${dateText(profile.provenOn)}: ${machineText(profile.provenOn)}`,
    ],
    ["also proven on", (profile.alsoProvenOn ?? []).map((one) => `${machineText(one)} (${one.date})`).join("; ")],
    [
      "holds for",
      Object.entries(profile.assumptions)
        .map(([name, value]) => `${name}: ${value}`)
        .sort()
        .join(", "),
    ],
  ];
  return [
    ...headline(page, "Profile"),
    ...rows
      .filter(([, text]) => text !== "")
      .flatMap(([label, text]) => hang(page, label.padEnd(18), text, undefined, "dim")),
  ];
}

function trialsText(trials: readonly Trial[]): string {
  const ms = trials.reduce((sum, trial) => sum + trial.ms, 0);
  const broken = trials.filter((trial) => trial.outcome === "breaks").length;
  return `${countText(trials.length, "trial")}, ${broken} broke, ${durationText(ms)}`;
}

function callsAllowed(seccomp: SeccompProfile): number {
  const { always, sometimes } = allowedBy(seccomp);
  return new Set([...always, ...sometimes]).size;
}
