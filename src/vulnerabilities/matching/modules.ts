import type { Advisory } from "../../domain/advisory/advisory.ts";
import type { AdvisoryJudgement } from "./vulnerability-groups.ts";
import type { Lookup } from "./lookup.ts";

/** `.module+el8.6.0+...` of Red Hat and Rocky, `.module_el8.6.0+...` of AlmaLinux: packages of a module stream. */
const modular = /\.module[_+]/;

/**
 * Whether a statement covers a package at all: streams of a module are separate packages, whose versions are unrelated
 * to each other and to the package outside of modules (https://docs.fedoraproject.org/en-US/modularity/). `unclear`:
 * only one side names its stream, as in SBOMs, and versions do not decide, as they do if the stream is their beginning
 * (`nodejs:18`).
 */
export function streamFit(advisory: Advisory, { module, version }: Lookup): "same" | "other" | "unclear" {
  const bounds = advisory.ranges.flatMap(({ fixed, lastAffected }) => fixed ?? lastAffected ?? []);
  const isModularStatement = advisory.module !== undefined || bounds.some((bound) => modular.test(bound));
  const isModularPackage = module !== undefined || modular.test(version);
  if (isModularStatement !== isModularPackage) return "other";
  if (!isModularStatement) return "same";
  const streams = advisory.module?.split(" ") ?? [];
  if (streams.length > 0 && module !== undefined) return streams.includes(module) ? "same" : "other";
  const [name, stream = ""] = streams[0]?.split(":") ?? [];
  if (/^[0-9]/.test(stream)) {
    const upstreamVersion = version.replace(/^[0-9]+:/, "");
    if (
      upstreamVersion === stream ||
      upstreamVersion.startsWith(`${stream}.`) ||
      upstreamVersion.startsWith(`${stream}-`)
    )
      return "same";
    if (advisory.package === name) return "other";
  } else if (stream !== "") {
    // `virt:rhel`, `container-tools:rhel8` move on to other majors.
    return "unclear";
  }
  return bounds.length === 0 || bounds.some((bound) => majorOf(bound) === majorOf(version)) ? "unclear" : "other";
}

function majorOf(version: string): string {
  return /^(?:[0-9]+:)?([0-9]+)/.exec(version)?.[1] ?? "";
}

export function isSameArchitecture({ architectures }: Advisory, { architecture }: Lookup): boolean {
  if (architectures === undefined || architectures.length === 0 || architecture === undefined) return true;
  return architecture === "noarch" || architecture === "all" || architectures.includes(architecture);
}

/**
 * An advisory on a module lists the builds of several minor releases (`1.2-3.module_el8.4.0+...`,
 * `1.2-3.module_el8.5.0+...`), each with the fix: a package with one of them is not affected, even if it is older than
 * another.
 */
export function withoutOtherBuilds(
  judgements: readonly AdvisoryJudgement[],
  version: string,
): readonly AdvisoryJudgement[] {
  if (!modular.test(version)) return judgements;
  const fixedBy = new Map(
    judgements
      .filter(
        ({ verdict }) => verdict.kind === "safe" && verdict.fixed !== undefined && isSameBuild(verdict.fixed, version),
      )
      .map((judgement) => [judgement.advisory.id, judgement]),
  );
  return judgements.map((judgement) => {
    const fixingJudgement = judgement.verdict.kind === "safe" ? undefined : fixedBy.get(judgement.advisory.id);
    return fixingJudgement === undefined ? judgement : { ...judgement, verdict: fixingJudgement.verdict };
  });
}

function isSameBuild(a: string, b: string): boolean {
  const baseOf = (version: string) => version.replace(/\.module[_+].*$/s, "").replace(/^0:/, "");
  return baseOf(a) === baseOf(b);
}
