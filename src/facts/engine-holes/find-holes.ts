import type {
  EngineComponent,
  EngineVulnerability,
  EnginePart,
  FoundHole,
  PartOrigin,
} from "../../domain/workload/engine-vulnerability.ts";
import { compareDeb } from "../../versions/deb.ts";
import semver from "../../versions/semver.ts";

/**
 * Of `holes`, those that an engine of these parts has or may have, in their order. A version below the fix of its authors' line has the hole where its authors built it; a distribution's
 * package has it unless its changelog names it, or it is as new as one that has the fix.
 */
export function findHoles(
  holes: readonly EngineVulnerability[],
  components: readonly EngineComponent[],
  origins: ReadonlyMap<EnginePart, PartOrigin>,
): FoundHole[] {
  return holes.flatMap((hole) => {
    const component = components.find(({ part }) => part === hole.part);
    const vulnerability = component && judge(hole, component, origins.get(hole.part) ?? notAsked);
    return vulnerability === undefined ? [] : [vulnerability];
  });
}

const notAsked: PartOrigin = { kind: "unknown", why: "nothing tells who built it" };

function judge(
  hole: EngineVulnerability,
  { part, version }: EngineComponent,
  origin: PartOrigin,
): FoundHole | undefined {
  const { id, voids, only, affected, source, read } = hole;
  const fixed = affected.map((range) => range.fixed);
  const vulnerabilityFields = { id, part, version, voids, ...(only !== undefined && { only }), fixed, source, read };
  const number = plain(version);
  if (number === undefined)
    return { ...vulnerabilityFields, state: "can't tell", why: `${version} is no version that can be ordered` };
  if (!affected.some((range) => isWithin(number, range))) return undefined;
  switch (origin.kind) {
    case "upstream":
      return { ...vulnerabilityFields, state: "open", why: `${part} ${version} is older than the fix` };
    case "unknown":
      return { ...vulnerabilityFields, state: "can't tell", why: origin.why };
    case "package": {
      const { name, version: has, fixes } = origin;
      if (fixes?.includes(id) === true || isFixedPackage(hole, name, has)) return undefined;
      if (fixes === undefined)
        return {
          ...vulnerabilityFields,
          state: "can't tell",
          why: `the package ${name} ${has} has no changelog that could name the fix`,
        };
      return {
        ...vulnerabilityFields,
        state: "open",
        why: `the changelog of the package ${name} ${has} does not name it`,
      };
    }
  }
}

/** Fixes of distributions count for the upstream version that they were made for. */
function isFixedPackage({ packages = [] }: EngineVulnerability, name: string, version: string): boolean {
  return packages.some(
    (fix) => fix.name === name && upstreamOf(fix.fixed) === upstreamOf(version) && compareDeb(version, fix.fixed) >= 0,
  );
}

const upstreamOf = (version: string): string =>
  version.includes("-") ? version.slice(0, version.lastIndexOf("-")) : version;

function isWithin(version: string, { from, fixed }: EngineVulnerability["affected"][number]): boolean {
  const startOrder = from === undefined ? 1 : semver.compare(version, plain(from) ?? from);
  return startOrder !== undefined && startOrder >= 0 && semver.compare(version, plain(fixed) ?? fixed) === -1;
}

/** `1.0.0-rc.93` of `v1.0.0~rc93+ds1-2`: numbers, and a pre-release with its number apart. Undefined where no number begins it. */
export function plain(version: string): string | undefined {
  const [, numbers, word, count] =
    /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:[-~]?(rc|beta|alpha)\.?(\d{0,9}))?/iu.exec(version.trim()) ?? [];
  if (numbers === undefined) return undefined;
  const whole = [...numbers.split("."), "0", "0"].slice(0, Math.max(3, numbers.split(".").length)).join(".");
  return word === undefined ? whole : `${whole}-${word.toLowerCase()}.${count || "0"}`;
}
