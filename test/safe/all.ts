import { aptLists } from "./apt-lists.ts";
import { apkCache, pipCache, rpmCache, updateAlone } from "./caches.ts";
import type { RuleContexts } from "./context.ts";
import { casings, exposes, maintainer, stageByNumber } from "./names.ts";
import { aptForPeople, shellFormCmd } from "./programs.ts";
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
];
