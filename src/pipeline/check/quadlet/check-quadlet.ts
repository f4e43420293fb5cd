import { resolve } from "node:path";
import { podmanVersions } from "../../../emit/podman-versions.ts";
import { atLeast } from "../../../emit/target-version.ts";
import { ofQuadlet } from "../../../facts/container-spec/of-quadlet.ts";
import { quadletRefusals } from "../../../facts/container-spec/quadlet-refusals.ts";
import { inlineYamlIgnores } from "../../../facts/container-spec/yaml-ignores.ts";
import type { RefusalsFact } from "../../../facts/dockerfile/refusals.ts";
import { parseUnit } from "../../../formats/quadlet/unit-file.ts";
import { askPeers } from "../../../peers/ask-peers.ts";
import { peers } from "../../../peers/index.ts";
import { rules } from "../../../rules/index.ts";
import { runRules } from "../../../rules/run/run-rules.ts";
import { aboutIgnores, applySettings, askedBy } from "../apply-settings.ts";
import type { Checked } from "../checked.ts";
import { concatRuns } from "../concat-runs.ts";
import type { QuadletWork } from "./quadlet-work.ts";

/** All rules on the container of a Quadlet unit, and whether Podman makes a service of the unit. */
export function checkQuadlet(work: QuadletWork): Checked {
  const { path: file, text, dropIns, config, cwd, today, allRules, podman = podmanVersions.default } = work;
  const unit = parseUnit(file, text);
  const read = ofQuadlet(unit, new Map([[file, text]]));
  // What a drop-in adds may be what seems to be missing.
  const unknown = dropIns.length === 0 ? undefined : `drop-ins in ${dropIns.join(" and ")} are not read`;
  const containers = {
    ...read,
    containers: read.containers.map((one) => (unknown === undefined ? one : { ...one, unknown })),
  };
  const none = containers.containers.length === 0 ? "the unit starts no container of its own" : undefined;
  const version = { name: `Podman ${podman}`, has: (since: string) => atLeast(podman, since) };
  const refusals = quadletRefusals(unit, version).map(({ problem, span }) => ({ problem, span }));
  const refused: RefusalsFact = { file, text, refusals };
  const facts = { today, quadletRefusals: refused, ...(none === undefined && { containers }) };
  const missing = none === undefined ? {} : { containers: none };
  const settings = { config, file: resolve(cwd, file), today };
  const asked = allRules === true ? () => true : askedBy(settings);
  const run = runRules(rules, { target: file, facts, missing, asked, dialects: ["quadlet"] });
  const inline = inlineYamlIgnores(file, text);
  const settled = applySettings(askPeers(peers, run, facts), rules, { ...settings, inline });
  const ignores = { file, text, states: settled.inline };
  const last = applySettings(runRules(judgesOfIgnores, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "quadlet", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

const judgesOfIgnores = aboutIgnores(rules);
