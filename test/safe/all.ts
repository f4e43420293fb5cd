import { aptLists } from "./apt-lists.ts";
import { apkCache, pipCache, rpmCache, updateAlone } from "./caches.ts";
import type { RuleContexts } from "./context.ts";
import { aptForPeople, shellFormCmd } from "./programs.ts";
import {
  addInsteadOfCopy,
  capabilities,
  casings,
  copyWithoutSlash,
  emptyContinuation,
  exposes,
  legacyEnv,
  maintainer,
  relativeWorkdir,
  repeatedInstruction,
  stageByNumber,
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
