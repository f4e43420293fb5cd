import { capabilities } from "./lessons/capabilities.ts";
import { cpus } from "./lessons/cpus.ts";
import { environment } from "./lessons/environment.ts";
import { grants } from "./lessons/grants.ts";
import { init } from "./lessons/init.ts";
import { memory } from "./lessons/memory.ts";
import { network } from "./lessons/network.ts";
import { noNewPrivileges } from "./lessons/no-new-privileges.ts";
import { pids } from "./lessons/pids.ts";
import { rootFilesystem } from "./lessons/root-filesystem.ts";
import { seccomp } from "./lessons/seccomp.ts";
import { shm } from "./lessons/shared-memory.ts";
import { sustainedLoad } from "./lessons/sustained-load.ts";
import { stepDown } from "./lessons/step-down.ts";
import { temporaryFiles } from "./lessons/temporary-files.ts";
import { user } from "./lessons/user.ts";
import type { LessonPlan } from "./lesson.ts";

/** The order of lessons: each runs under everything learned before it, so that the results are valid together. */
export const lessonOrder: readonly (readonly LessonPlan[])[] = [
  // The user determines its possible capabilities and the owner of its paths.
  [user],
  [capabilities],
  [noNewPrivileges],
  [rootFilesystem],
  [temporaryFiles],
  [shm],
  [grants],
  [init],
  [network],
  // Before the limits, which then run with everything but the allowlist, and share a trial with it.
  [environment],
  // Among the limits: the total size of all tmpfs mounts is known.
  [memory],
  [pids],
  [cpus],
  // Under all limits, as a deployment may start it.
  [stepDown],
  // Last: system calls depend on all other restrictions.
  [seccomp],
  // The whole profile, if memory grows with clients.
  [sustainedLoad],
];
