import type { Restrictions } from "../domain/profile.ts";
import type { Lab } from "./lab.ts";
import { isRoot, parseNumeric } from "./learn/user.ts";
import { without } from "./lifts.ts";
import type { Missing } from "./missing.ts";
import { idText, observeProcesses, type Identity } from "./observe/identities.ts";

const root: Identity = { uid: 0, gid: 0 };

/** It passes without the profile's user: as the image's own, who is root only where the image says so or cannot be asked. */
export async function missingUser(lab: Lab, restrictions: Restrictions): Promise<Missing> {
  const culprit = `user ${restrictions.user}`;
  const own = await ownUser(lab, without(restrictions, "user"));
  return {
    culprit,
    detail: `it passes once ${culprit} is lifted, as the image's own user ${idText(own)}`,
    widen: (r) => ({ ...r, user: idText(own) }),
  };
}

async function ownUser(lab: Lab, restrictions: Restrictions): Promise<Identity> {
  const { user } = lab.imageSummary;
  if (isRoot(user)) return root;
  const numeric = parseNumeric(user);
  if (numeric !== undefined) return numeric;
  const processes = observeProcesses(lab.run);
  const title = `the profile as the image's own user, ${user}`;
  await lab.ask(title, restrictions, { observe: [processes.observer] });
  return processes.processes()?.main ?? root;
}
