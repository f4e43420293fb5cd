import { aptLists } from "./apt-lists.ts";
import { apkCache, pipCache, rpmCache, updateAlone } from "./caches.ts";
import type { RuleContexts } from "./context.ts";
import { casings, exposes, maintainer, stageByNumber } from "./names.ts";
import { aptForPeople, shellFormCmd } from "./programs.ts";
import { wordsThatExpand } from "./red-team-capabilities.ts";
import { apkCacheNeeded, aptListsNeeded, pipCacheNeeded, rpmCacheNeeded } from "./red-team-leftovers.ts";
import { listsUsedElsewhere, otherFolders, otherStages } from "./red-team-repository.ts";
import { labelsSpelled, runsApart, shellsShow } from "./red-team-steps.ts";
import {
  addInsteadOfCopy,
  capabilities,
  copyWithoutSlash,
  emptyContinuation,
  legacyEnv,
  relativeWorkdir,
  repeatedInstruction,
  unusedIgnore,
} from "./text.ts";

export const contextsByRule: readonly RuleContexts[] = [
  aptLists,
  apkCache,
  rpmCache,
  pipCache,
  updateAlone,
  shellFormCmd,
  aptForPeople,
  relativeWorkdir,
  unusedIgnore,
  emptyContinuation,
  stageByNumber,
  ...casings,
  repeatedInstruction,
  legacyEnv,
  maintainer,
  addInsteadOfCopy,
  copyWithoutSlash,
  ...exposes,
  ...capabilities,
  aptListsNeeded,
  apkCacheNeeded,
  pipCacheNeeded,
  rpmCacheNeeded,
  runsApart,
  shellsShow,
  labelsSpelled,
  wordsThatExpand,
  listsUsedElsewhere,
  otherFolders,
  otherStages,
];
