import { keySince } from "../../data/quadlet/key-since.ts";
import { withDropIns } from "../../formats/quadlet/drop-ins.ts";
import { parseUnit } from "../../formats/quadlet/unit-file.ts";
import { inlineYamlIgnores } from "../suppressions/yaml-ignores.ts";
import type { DialectText, TextDialect } from "../text-dialect.ts";
import { podmanVersions } from "../versions/podman-versions.ts";
import { atLeast } from "../versions/target-version.ts";
import { changeQuadlet } from "./edit.ts";
import { unitProblem } from "./edit-problem.ts";
import { ofQuadlet } from "./read.ts";
import { quadletRefusals } from "./refusals.ts";

/** Quadlet units with their drop-ins, and Podman's refusals of them. */
export const dialect: TextDialect = {
  name: "quadlet",
  comments: "unit",
  read(input) {
    const { path: file, text, parts = [], unread = [] } = input;
    const unit = withDropIns(
      parseUnit(file, text),
      parts.map((part) => parseUnit(part.file, part.text)),
    );
    const version = versionOf(input);
    const texts = new Map([[file, text], ...parts.map((part) => [part.file, part.text] as const)]);
    const specs = ofQuadlet(unit, texts);
    // An unreadable drop-in may contain a setting that seems to be missing.
    const unknown = unread.length === 0 ? undefined : `a drop-in is not read: ${unread.join("; ")}`;
    const containers = {
      ...specs,
      change: changeQuadlet((key) => version.has(keySince("Container", key) ?? "99")),
      containers: specs.containers.map((container) => (unknown === undefined ? container : { ...container, unknown })),
    };
    const refusals = quadletRefusals(unit, version).map(({ problem, span, file: problemFile }) =>
      problemFile === file
        ? { problem, span }
        : { problem: `${problem} (in ${problemFile})`, span: { start: 0, end: 0 } },
    );
    return {
      quadletRefusals: { file, text, refusals },
      ...(containers.containers.length === 0
        ? { missing: { containers: "the unit starts no container of its own" } }
        : { containers }),
      suppressions: inlineYamlIgnores(file, text),
    };
  },
  editProblem: (input, before, after, declared) => unitProblem(before, after, declared, versionOf(input)),
};

/** The Podman version to evaluate for. */
function versionOf({ podman = podmanVersions.default }: DialectText) {
  return { name: `Podman ${podman}`, has: (since: string) => atLeast(podman, since) };
}
