import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { commandsOf, hasArgument } from "../shared/cache-peers.ts";
import { hasMount, isPlain } from "../../facts/managers/package-steps.ts";
import { bodyLine, bodyText } from "../../facts/dockerfile/body-text.ts";
import { textCall } from "../../facts/managers/text-calls.ts";
import { oncePer } from "../../text/once-per.ts";

const dnfInstalls = "install in upgrade up upgrade-minimal up-min reinstall rei".split(" ");

/** Linters that miss `clean all` and its like in this RUN. */
export function rpmCachePeers(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
  stage: Stage,
  run: Instruction,
): string[] {
  const found: string[] = [];
  const plain = commandsOf(calls, run).filter((command) => isPlain(dockerfile, command));
  const misses = (install: (one: ShellCommand) => boolean, clean: (one: ShellCommand) => boolean): boolean => {
    const at = plain.findIndex(install);
    return at !== -1 && plain.findIndex(clean) <= at;
  };
  const yum = misses(
    (one) => hasArgument(one, "yum", ["install"]),
    (one) => hasArgument(one, "yum", ["clean", "all"]) || hasArgument(one, "rm", ["-rf", "/var/cache/yum/*"]),
  );
  if (yum) found.push("hadolint/DL3032");
  const dnf = ["dnf", "microdnf"].some((program) =>
    misses(
      (one) => hasArgument(one, program, dnfInstalls),
      (one) => hasArgument(one, program, ["clean", "all"]) || hasArgument(one, "rm", ["-rf", "/var/cache/libdnf5*"]),
    ),
  );
  if (dnf && !hasMount(run, "/var/cache/libdnf5") && !hasMount(run, ".cache/libdnf5")) found.push("hadolint/DL3040");
  const zypper = misses(
    (one) => hasArgument(one, "zypper", ["install", "in"]),
    (one) => hasArgument(one, "zypper", ["clean", "cc"]),
  );
  if (zypper && !hasMount(run, "/var/cache/zypp")) found.push("hadolint/DL3036");
  if (!run.onbuild) found.push(...byText(dockerfile, calls, stage, run));
  return found;
}

function byText(dockerfile: DockerfileFact, calls: PackageCallsFact, stage: Stage, run: Instruction): string[] {
  const found: string[] = [];
  const text = run.json?.[0] ?? bodyLine(dockerfile, run);
  const seen = run.json?.[0] ?? bodyText(dockerfile, run);
  const lastIs = (pattern: RegExp, clean: RegExp): boolean => {
    const last = seen.match(pattern)?.at(-1);
    return last !== undefined && !clean.test(last);
  };
  if (yumLeftOpen(commandsOf(calls, run))) found.push("trivy/DS-0015");
  if (lastIs(/dnf (?:in|rei)|dnf clean all/g, /clean/)) found.push("trivy/DS-0019");
  if (lastIs(/microdnf (?:re)?install|microdnf clean all/g, /clean/)) found.push("trivy/DS-0027");
  if (zypperLeftOpen(seen)) found.push("trivy/DS-0020");
  // The others look at the last stage only.
  if (stage.index !== dockerfile.stages.length - 1) return found;
  const later = lastCleans(stage, dockerfile);
  const dnf = /dnf (?:in|rei)/.exec(text);
  if (dnf !== null && later.dnf <= run.span.start) {
    const cleans = text.includes("dnf clean all") && text.indexOf("dnf clean") > dnf.index;
    if (!cleans) found.push("kics/missing_dnf_clean_all");
  }
  if ((zypperVerb.test(text) || textCall(text, "zypper install") !== undefined) && later.zypper < run.span.start)
    found.push("kics/missing_zypper_clean");
  const yum = textCall(text, "yum plain install");
  if (yum !== undefined && text.indexOf("yum clean all") < yum.index) found.push("kics/yum_clean_all_missing");
  return found;
}

const zypperVerb = /zypper (?:in|remove|rm|source-install|si|patch)/;

/** The last use of zypper in the text is not one that cleans. */
function zypperLeftOpen(text: string): boolean {
  const pieces = text.split("zypper ").slice(1);
  const last = pieces.findLast(
    (piece) =>
      /^c(?:lean|c)/.test(piece) ||
      zypperVerb.test(`zypper ${piece}`) ||
      textCall(`zypper ${piece}`, "zypper install") !== undefined,
  );
  return last !== undefined && !last.startsWith("c");
}

/** No command that says `all` comes after the last `yum ... install`. */
function yumLeftOpen(commands: readonly ShellCommand[]): boolean {
  const words = commands.map((command) => command.words.map(({ text }) => text));
  const install = words.findLastIndex((one) => one.includes("yum") && one.includes("install", one.indexOf("yum")));
  return install !== -1 && words.findLastIndex((one) => one.includes("all")) <= install;
}

/** Where the last RUN of the stage begins that says clean, -1 without one; worked out once a stage, since each RUN asks. */
const lastCleans = oncePer((stage: Stage, dockerfile: DockerfileFact) => {
  const last = (wanted: RegExp): number =>
    stage.instructions.findLast(
      (one) => one.keyword === "RUN" && !one.onbuild && wanted.test(bodyLine(dockerfile, one)),
    )?.span.start ?? -1;
  return { dnf: last(/dnf clean/), zypper: last(/zypper (?:clean|cc)/) };
});
