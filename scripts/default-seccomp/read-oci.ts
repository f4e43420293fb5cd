import type { FlatRule, Published } from "./flat-rule.ts";

interface Conditions {
  readonly caps?: readonly string[];
  readonly arches?: readonly string[];
  readonly minKernel?: string;
}
interface Rule {
  readonly names?: readonly string[];
  readonly name?: string;
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?:
    | readonly { readonly index: number; readonly value: number; readonly valueTwo?: number; readonly op: string }[]
    | null;
  readonly includes?: Conditions;
  readonly excludes?: Conditions;
}
interface File {
  readonly defaultAction: string;
  readonly defaultErrnoRet?: number;
  readonly syscalls: readonly Rule[];
}

const eperm = 1;
const orNone = (key: string, list: readonly string[] | undefined) =>
  list === undefined || list.length === 0 ? {} : { [key]: list.map((one) => one.replace(/^CAP_/u, "")).join(" ") };

/** The JSON that Docker and containers/common publish. */
export function readOci(text: string): Published {
  const { defaultAction, defaultErrnoRet = eperm, syscalls } = JSON.parse(text) as File;
  if (defaultAction !== "SCMP_ACT_ERRNO") throw new Error(`the default is ${defaultAction}`);
  const rules = syscalls.flatMap(
    ({ names, name, action, errnoRet = eperm, args, includes = {}, excludes = {} }): FlatRule[] => {
      if (!["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"].includes(action)) throw new Error(`the action ${action}`);
      if (excludes.minKernel !== undefined) throw new Error("excludes.minKernel");
      const conditions = (args ?? []).map(({ index, op, value, valueTwo = 0 }) =>
        [index, op.replace("SCMP_CMP_", ""), value, ...(op.endsWith("MASKED_EQ") ? [valueTwo] : [])].join(" "),
      );
      return (names ?? [name ?? ""]).map((each) => ({
        name: each,
        ...(action === "SCMP_ACT_ERRNO" && { errno: errnoRet }),
        ...(conditions.length > 0 && { args: conditions.join(", ") }),
        ...orNone("caps", includes.caps),
        ...orNone("unlessCaps", excludes.caps),
        ...orNone("arches", includes.arches),
        ...orNone("unlessArches", excludes.arches),
        ...(includes.minKernel && { kernel: includes.minKernel }),
      }));
    },
  );
  return { errno: defaultErrnoRet, rules };
}
