import type { Evidence } from "../../domain/finding/finding.ts";
import { layerEvidence } from "../shared/image-text.ts";
import { historySteps } from "../../facts/history/history-steps.ts";
import { programEvidence, programsOf } from "../shared/program-finding.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/sudo-in-image",
  title: "sudo in the image",
  why:
    "sudo and doas are setuid programs that make their caller root by a rule in a file, in images mostly one without a password: the user that USER names is then root by another name. " +
    "Do what needs root while building; an entrypoint that has to give up root has `setpriv`, `gosu` or `su-exec`, which only go down.",
  severity: "warning",
  needs: ["programs", "configuration", "layers"],
  fix: "none",
  also: ["dockle/DKL-DI-0001"],
  examples: [
    {
      kind: "image",
      bad: { image: { programs: [{ kind: "sudo", path: "/usr/bin/sudo", layer: 2 }] } },
      good: { image: { programs: [{ kind: "su", path: "/usr/bin/su", layer: 0 }] } },
    },
  ],
  *check({ programs, configuration, layers }) {
    const [first, ...others] = programsOf(programs, ["sudo"]);
    if (first === undefined) return;
    const calls = historySteps(layers).filter(({ layer }) => /(?:^|[\s&])sudo(?:[\s&]|$)/.test(layer.createdBy));
    const root = /^(?:0*|root)(?::|$)/.test(configuration.user);
    const moreEvidence: Evidence[] = [
      ...others.map(programEvidence),
      ...calls.slice(0, 5).map(({ layer }) => layerEvidence(layer)),
    ];
    yield {
      message: root
        ? `\`${first.path}\` is in the image, whose containers start as root anyway`
        : `\`${first.path}\` is in the image: a way back to root for its user \`${configuration.user}\``,
      at: { layer: first.layer, path: first.path },
      ...(root && { severity: "info" as const }),
      evidence: [
        programEvidence(first),
        ...moreEvidence,
        { kind: "setting", pointer: "Config.User", value: configuration.user || "not set" },
      ],
    };
  },
});
