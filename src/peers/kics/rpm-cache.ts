import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { textCall } from "../shared/text-calls.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text, of the last stage alone. */
export default dockerfilePeer({
  rules: ["cleanup/rpm-cache"],
  ids: ["kics/missing_dnf_clean_all", "kics/missing_zypper_clean", "kics/yum_clean_all_missing"],
  reports({ dockerfile, stage, instruction }) {
    if (instruction.onbuild || stage === undefined || stage.index !== dockerfile.stages.length - 1) return false;
    const text = instruction.json?.[0] ?? textRead(dockerfile, instruction);
    const later = lastCleans(stage, dockerfile);
    const { start } = instruction.span;
    const dnf = /dnf (?:in|rei)/.exec(text);
    const cleaned = dnf !== null && text.includes("dnf clean all") && text.indexOf("dnf clean") > dnf.index;
    const zypper = zypperVerb.test(text) || textCall(text, "zypper install") !== undefined;
    const yum = textCall(text, "yum plain install");
    return [
      ...(dnf !== null && later.dnf <= start && !cleaned ? ["kics/missing_dnf_clean_all"] : []),
      ...(zypper && later.zypper < start ? ["kics/missing_zypper_clean"] : []),
      ...(yum !== undefined && text.indexOf("yum clean all") < yum.index ? ["kics/yum_clean_all_missing"] : []),
    ];
  },
});

const zypperVerb = /zypper (?:in|remove|rm|source-install|si|patch)/;

/** Where the last RUN of the stage begins that says clean, -1 without one; worked out once a stage, since each RUN asks. */
const lastCleans = oncePer((stage: Stage, dockerfile: DockerfileFact) => {
  const last = (wanted: RegExp): number =>
    stage.instructions.findLast(
      (one) => one.keyword === "RUN" && !one.onbuild && wanted.test(textRead(dockerfile, one)),
    )?.span.start ?? -1;
  return { dnf: last(/dnf clean/), zypper: last(/zypper (?:clean|cc)/) };
});
