import { hasSince, type ComposeVersion } from "./compose-version.ts";

/** How a version of docker compose differs from the others where its schema does not say so. Recorded from the programs themselves. */
export interface ComposeQuirks {
  readonly version: ComposeVersion;
  /** Includes are read before `extends`, so that services can extend included ones. */
  readonly includesBeforeExtends: boolean;
  /** A resource on both sides of an include is merged; else it must be equal on both. */
  readonly mergesIncludes: boolean;
  /** Merged lists drop duplicates; else the item is there twice, and the schema may refuse it. */
  readonly dropsRepeats: boolean;
  /** `x-` keys are merged like others; else the later one wins. */
  readonly mergesExtensions: boolean;
  /** Text under `mode` of a secret or config is taken for a number where variables are resolved, and printed as one. */
  readonly numbersModes: boolean;
  /** `required` and `restart` of a dependency accept words such as `yes`. */
  readonly castsDependencies: boolean;
  /** The default of `${A:-x}` is resolved even if unused, so errors in it count. */
  readonly resolvesUnused: boolean;
  /** A bind mount makes its source unless it says otherwise, whichever form it is written in, and nothing of that is printed. */
  readonly createsSources: boolean;
  /** Two mounts at one place are refused, and so are one name for two containers, negative counts and a port at an invalid address. */
  readonly checksMore: boolean;
  /** A service's own `environment` and earlier env files are known to its env files. */
  readonly knowsOwnEnvironment: boolean;
  /** Sizes may end in `i` (`5mi`), and durations have no days. */
  readonly hasOldUnits: boolean;
  /** A size may be `-1` in quotes. */
  readonly takesQuotedMinusOne: boolean;
  /** An env file may be of `format: raw`. */
  readonly readsRawEnvFiles: boolean;
  /** `label_file` stays in the model next to its labels. */
  readonly keepsLabelFiles: boolean;
  /** An IPv6 address of a port needs no brackets. */
  readonly takesBareAddresses: boolean;
  /** A reset inside an anchor applies wherever the anchor is used; else only at the anchor. */
  readonly resetsByAlias: boolean;
  /** Options of a network's address pools are kept. */
  readonly keepsPoolOptions: boolean;
  /** The variables of `.env` are set in the program itself, so that each needs a name. */
  readonly setsVariables: boolean;
  /** `-0` keeps its sign. */
  readonly keepsNegativeZero: boolean;
}

export function quirksFor(version: ComposeVersion): ComposeQuirks {
  const in240 = hasSince(version, "2.40");
  const in56 = hasSince(version, "5.6");
  return {
    version,
    includesBeforeExtends: in56,
    mergesIncludes: in56,
    dropsRepeats: in56,
    mergesExtensions: in240,
    numbersModes: !in240,
    castsDependencies: in56,
    resolvesUnused: !in56,
    createsSources: in56,
    checksMore: in240,
    knowsOwnEnvironment: in240,
    hasOldUnits: !in240,
    takesQuotedMinusOne: in56,
    readsRawEnvFiles: in240,
    keepsLabelFiles: in56,
    takesBareAddresses: in56,
    resetsByAlias: in56,
    keepsPoolOptions: in56,
    setsVariables: !in240,
    keepsNegativeZero: in56,
  };
}
