import { defaultCapabilities } from "../domain/capability.ts";
import type { Restrictions, Tmpfs } from "../domain/profile.ts";
import { lookAtImage } from "./image-look.ts";
import type { Lab } from "./lab.ts";
import { tmpfsCandidates } from "./observe/tmpfs-candidates.ts";
import { observeWrites } from "./observe/writes.ts";
import { oneByOne, search, shrink } from "./shrink.ts";

interface Missing {
  readonly culprit: string;
  readonly detail: string;
}

/** Which writable path a read-only profile lacks: what the container writes under the rest of the profile, each path tried. */
export async function missingPaths(lab: Lab, restrictions: Restrictions): Promise<Missing> {
  const { run, image, imageSummary, workload } = lab;
  const tmpfs = restrictions.tmpfs ?? [];
  const mounts = [...tmpfs, ...workload.volumes].map(({ path }) => path);
  const writes = observeWrites(run.engine, [...mounts, ...imageSummary.volumes]);
  const { readOnlyRootfs: _, ...writable } = restrictions;
  await lab.ask("what it writes under the rest of the profile", writable, { observe: [writes.observer] });
  const { tmpfs: candidates, uncovered } = await lookAtImage(run, image, (look) =>
    tmpfsCandidates(writes.writes(), look),
  );

  const passesWith = async (added: readonly Tmpfs[]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with tmpfs ${paths(added)}`;
    return (await lab.ask(title, { ...restrictions, tmpfs: [...tmpfs, ...added] })).passes;
  };
  if (candidates.length > 0 && (await passesWith(candidates))) {
    const missing = await shrink(candidates, oneByOne(passesWith));
    return {
      culprit: `tmpfs ${paths(missing)}`,
      detail: missing.map(({ path }) => `a writable ${path} is missing from tmpfs`).join(", "),
    };
  }
  const written = [...candidates.map(({ path }) => path), ...uncovered];
  if (written.length === 0)
    return {
      culprit: "the read-only root file system",
      detail: "it passes on a writable root, though no write was seen",
    };
  return {
    culprit: `the read-only root file system: ${written.join(", ")}`,
    detail: `it writes ${written.join(", ")}, where a tmpfs does not suffice: that needs a volume`,
  };
}

/** Which capabilities the profile lacks, out of the engine's default set. */
export async function missingCapabilities(lab: Lab, restrictions: Restrictions): Promise<Missing> {
  const held = restrictions.addCapabilities ?? [];
  const passesWith = async (added: readonly (typeof defaultCapabilities)[number][]) => {
    const title = added.length === 0 ? "the profile as it is" : `the profile with ${added.join(", ")}`;
    return (await lab.ask(title, { ...restrictions, addCapabilities: [...held, ...added] })).passes;
  };
  const others = defaultCapabilities.filter((name) => !held.includes(name));
  const enough = await search(others, passesWith);
  if (enough === undefined)
    return { culprit: "the dropped capabilities", detail: "it passes only when nothing is dropped" };
  const missing = (await shrink(enough, oneByOne(passesWith))).toSorted();
  const names = missing.join(", ");
  return {
    culprit: `capabilities ${names}`,
    detail: missing.map((name) => `${name} is missing from capabilities.required`).join(", "),
  };
}

const paths = (mounts: readonly Tmpfs[]): string => mounts.map(({ path }) => path).join(", ");
