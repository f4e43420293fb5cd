import {
  apkAdd,
  apkAddWithoutCache,
  apkUpdate,
  aptClean,
  aptInstall,
  aptInstallAfterUpdate,
  aptUpdate,
  forcedRemoval,
  pipInstall,
  quietCommands,
  rpmClean,
  rpmInstall,
} from "./command-kinds.ts";
import type { StepList } from "./step-list.ts";

const aptPrograms = ["apt", "apt-get", "aptitude", "apt-cache", "apt-file", "dpkg"];

/** For an edit that deletes the package lists of apt. */
export const aptListSteps: StepList = {
  paths: ["/var/lib/apt/lists"],
  words: aptPrograms,
  commands: [...quietCommands, aptUpdate, aptInstallAfterUpdate, aptClean, forcedRemoval("/var/lib/apt/lists")],
};

/** For an edit after which apt does the same work in another RUN. */
export const aptSteps: StepList = {
  paths: [],
  words: aptPrograms,
  commands: [...aptListSteps.commands, aptInstall],
};

/** For an edit that calls apt by another name, which its log has. */
export const aptNameSteps: StepList = { ...aptSteps, paths: ["/var/log/apt", "/var/cache/apt"], words: [] };

/** For an edit that keeps apk's index out of the image. */
export const apkIndexSteps: StepList = {
  paths: ["/var/cache/apk", "/etc/apk/cache"],
  words: ["apk"],
  commands: [...quietCommands, apkAddWithoutCache, forcedRemoval("/var/cache/apk")],
};

/** For the RUN itself that is edited: all its calls get the option. */
export const apkEditedSteps: StepList = {
  ...apkIndexSteps,
  commands: [...apkIndexSteps.commands, apkUpdate, apkAdd],
};

/** For an edit that empties the caches of dnf, yum, microdnf or zypper. */
export const rpmCacheSteps: StepList = {
  paths: ["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/zypp"],
  words: ["dnf", "yum", "microdnf", "zypper"],
  commands: [...quietCommands, rpmInstall, rpmClean],
};

/** For an edit after which pip keeps no downloads. */
export const pipCacheSteps: StepList = {
  paths: ["/root/.cache"],
  words: ["pip", "pip3", ".cache"],
  commands: [
    ...quietCommands,
    aptUpdate,
    aptInstall,
    aptClean,
    forcedRemoval("/var/lib/apt/lists"),
    apkAddWithoutCache,
    pipInstall,
  ],
};
