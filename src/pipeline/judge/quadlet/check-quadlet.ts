import { resolve } from "node:path";
import { keySince } from "../../../data/quadlet/key-since.ts";
import { changeQuadlet } from "../../../dialects/quadlet/edit.ts";
import { podmanVersions } from "../../../dialects/versions/podman-versions.ts";
import { atLeast } from "../../../dialects/versions/target-version.ts";
import { ofQuadlet } from "../../../dialects/quadlet/read.ts";
import { removableIgnores } from "../../../dialects/suppressions/removable-ignores.ts";
import { quadletRefusals } from "../../../dialects/quadlet/refusals.ts";
import { inlineYamlIgnores } from "../../../dialects/suppressions/yaml-ignores.ts";
import type { RefusalsFact } from "../../../facts/dockerfile/refusals.ts";
import { withDropIns } from "../../../formats/quadlet/drop-ins.ts";
import { parseUnit } from "../../../formats/quadlet/unit-file.ts";
import { askPeers } from "../../../peers/ask-peers.ts";
import { peers } from "../../../peers/index.ts";
import { rules } from "../../../rules/index.ts";
import { runRules } from "../../../rules/run/run-rules.ts";
import { rulesFor } from "../../rule-runs/rules-for.ts";
import { aboutIgnores, applySettings, requestedRules } from "../../rule-runs/apply-settings.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { concatRuns } from "../../rule-runs/concat-runs.ts";
import { comparisonFactsOf } from "../../rule-runs/comparison-facts-of.ts";
import type { QuadletWork } from "../../rule-runs/quadlet-work.ts";

/** Evaluates all rules on the container of a Quadlet unit, and Podman's refusals of the unit. */
export function checkQuadlet(work: QuadletWork): TargetResult {
  const { path: file, text, dropIns, unread, config, cwd, today, allRules } = work;
  const unit = withDropIns(
    parseUnit(file, text),
    dropIns.map((dropIn) => parseUnit(dropIn.file, dropIn.text)),
  );
  const version = versionOf(work);
  const read = ofQuadlet(
    unit,
    new Map([[file, text], ...dropIns.map((dropIn) => [dropIn.file, dropIn.text] as const)]),
  );
  // An unreadable drop-in may contain a setting that seems to be missing.
  const unknown = unread.length === 0 ? undefined : `a drop-in is not read: ${unread.join("; ")}`;
  const containers = {
    ...read,
    change: changeQuadlet((key) => version.has(keySince("Container", key) ?? "99")),
    containers: read.containers.map((container) => (unknown === undefined ? container : { ...container, unknown })),
  };
  const none = containers.containers.length === 0 ? "the unit starts no container of its own" : undefined;
  const refusals = quadletRefusals(unit, version).map(({ problem, span, file: problemFile }) =>
    problemFile === file
      ? { problem, span }
      : { problem: `${problem} (in ${problemFile})`, span: { start: 0, end: 0 } },
  );
  const refused: RefusalsFact = { file, text, refusals };
  const compared = comparisonFactsOf(none === undefined ? containers : undefined, work);
  const facts = { today, quadletRefusals: refused, ...(none === undefined && { containers }), ...compared.facts };
  const missingFacts = { ...compared.missing, ...(none !== undefined && { containers: none }) };
  const settings = { config, file: resolve(cwd, file), today };
  const isRequested = allRules === true ? () => true : requestedRules(settings);
  const run = runRules(rulesFor(config), {
    target: file,
    facts,
    missing: missingFacts,
    asked: isRequested,
    dialects: ["quadlet"],
  });
  const inline = inlineYamlIgnores(file, text);
  const settled = applySettings(askPeers(peers, run, facts), rulesFor(config), { ...settings, inline });
  const ignores = removableIgnores({ file, text }, "unit", settled.inline);
  const last = applySettings(runRules(suppressionRules, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "quadlet", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

/** The Podman version to evaluate for. */
export function versionOf({ podman = podmanVersions.default }: Pick<QuadletWork, "podman">) {
  return { name: `Podman ${podman}`, has: (since: string) => atLeast(podman, since) };
}

const suppressionRules = aboutIgnores(rules);
