import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { parseNumeric } from "../../restrictions/user.ts";
import { removeRestrictions } from "./relaxations.ts";
import type { Shortfall } from "./missing.ts";
import { writtenPlaces } from "./written-places.ts";
import { idText, observeProcesses, type Identity } from "../../observe/identity/identities.ts";
import { isRootUser } from "../../../text/is-root-user.ts";

const root: Identity = { uid: 0, gid: 0 };

/**
 * For a container that passes without the profile's user: gives the written paths to that user, or else runs it as the
 * image's user. A profile of an ordinary user is never widened to root, which a person has to decide, unless `toOwn`:
 * the user was only tried.
 */
export async function missingUser(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  toOwn = false,
): Promise<Shortfall> {
  const culprit = `user ${restrictions.user}`;
  const imageUser = await ownUser(runner, removeRestrictions(restrictions, "user"));
  const user = parseNumeric(restrictions.user ?? "");
  if (imageUser.uid !== 0 || user === undefined || user.uid === 0)
    return {
      culprit,
      detail: `it passes once ${culprit} is lifted, as the image's own user ${idText(imageUser)}`,
      widen: (r) => ({ ...r, user: idText(imageUser) }),
    };
  const places = await missingPlaces(runner, restrictions, user);
  if (places === undefined && toOwn)
    return {
      culprit,
      detail: `it passes as the image's own user ${idText(imageUser)}, and not as ${idText(user)} with what it writes as its own`,
      widen: (r) => ({ ...r, user: idText(imageUser) }),
    };
  return (
    places ?? {
      culprit,
      detail: `it passes as root, and not as ${idText(user)} with what it writes as its own; a profile is not widened to root: see what this version writes, or learn it again`,
      widen: (r) => r,
    }
  );
}

/** Paths that the user cannot write, as tmpfs mounts of that user. Undefined if they do not suffice. */
async function missingPlaces(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  user: Identity,
): Promise<Shortfall | undefined> {
  const had = restrictions.tmpfs ?? [];
  const asBefore = removeRestrictions(restrictions, "user", "readOnlyRootfs");
  const candidates = await writtenPlaces(runner, "what it writes as the image's own user", asBefore);
  const added = handedOver([...had, ...candidates.tmpfs], user).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const paths = added.filter((mount) => !had.includes(mount)).map(({ path }) => path);
  if (paths.length === 0) return undefined;
  const result = await runner.run(`the profile with ${paths.join(", ")} as ${idText(user)}'s own`, {
    ...restrictions,
    tmpfs: added,
  });
  if (!result.passes) return undefined;
  return {
    culprit: `${paths.join(", ")} of user ${idText(user)}`,
    detail: `${idText(user)} may not write ${paths.join(", ")}: as tmpfs of its own it passes`,
    widen: (r) => ({ ...r, tmpfs: added }),
  };
}

async function ownUser(runner: ExperimentRunner, restrictions: Restrictions): Promise<Identity> {
  const { user } = runner.imageSummary;
  if (isRootUser(user)) return root;
  const numeric = parseNumeric(user);
  if (numeric !== undefined) return numeric;
  const processes = observeProcesses(runner.session);
  const title = `the profile as the image's own user, ${user}`;
  await runner.run(title, restrictions, { observe: [processes.observer] });
  return processes.processes()?.main ?? root;
}
