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

/** What is learned, in this order: each lesson is asked under everything learned before it, so that the answers hold together. */
export const course: readonly (readonly LessonPlan[])[] = [
  // Who it is decides which capabilities it can hold, and whose its places are.
  [user],
  [capabilities],
  [noNewPrivileges],
  [rootFilesystem],
  [temporaryFiles],
  [shm],
  [grants],
  [init],
  [network],
  // Before the limits, so that they are asked under all that follows but the list of calls, and in one trial with it.
  [environment],
  // Of the limits: all that tmpfs can hold is known by now.
  [memory],
  [pids],
  [cpus],
  // Under all limits, as it may be started that way.
  [stepDown],
  // Last: what the container calls depends on all that it is refused otherwise.
  [seccomp],
  // The whole profile, where clients take memory of their own.
  [sustainedLoad],
];
