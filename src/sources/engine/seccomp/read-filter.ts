import { z } from "zod";
import type { FilterRule } from "../../../data/seccomp/resolve-floor.ts";
import { seccompOperators } from "../../../domain/profile/seccomp-operator.ts";

/** A custom default filter of an engine. */
export interface EngineFilter {
  readonly rules: readonly FilterRule[];
  readonly errno: number;
  /** Syscalls without a rule are allowed. */
  readonly otherwise: boolean;
}

const words = z.array(z.string());
const conditions = z.strictObject({ caps: words.nullish(), arches: words.nullish(), minKernel: z.string().nullish() });
const eperm = 1;
const allowing: readonly string[] = ["SCMP_ACT_ALLOW", "SCMP_ACT_LOG"];

/** Strict: an engine accepts `Syscalls` for `syscalls`, and an unknown field could refuse something. */
const shape = z.strictObject({
  defaultAction: z.string(),
  defaultErrnoRet: z.number().nullish(),
  defaultErrno: z.string().nullish(),
  architectures: z.unknown().optional(),
  archMap: z.unknown().optional(),
  flags: z.unknown().optional(),
  listenerPath: z.unknown().optional(),
  listenerMetadata: z.unknown().optional(),
  syscalls: z
    .array(
      z.strictObject({
        names: words.nullish(),
        name: z.string().nullish(),
        action: z.string(),
        errnoRet: z.number().nullish(),
        errno: z.string().nullish(),
        comment: z.string().nullish(),
        args: z
          .array(
            z.strictObject({
              index: z.number(),
              value: z.number(),
              valueTwo: z.number().nullish(),
              op: z.enum(seccompOperators),
            }),
          )
          .nullish(),
        includes: conditions.nullish(),
        excludes: conditions.nullish(),
      }),
    )
    .nullish(),
});

/**
 * Parses a filter for `dockerd --seccomp-profile` or Podman's seccomp.json. Undefined if it is ambiguous. A number
 * beyond 2^53, which JavaScript cannot represent exactly, allows nothing and refuses the whole syscall.
 */
export function readFilter(text: string): EngineFilter | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) return undefined;
  const { defaultAction, defaultErrnoRet, syscalls } = parsed.data;
  const rules: FilterRule[] = [];
  for (const { names, name, action, errnoRet, args, includes, excludes } of syscalls ?? []) {
    const allows = allowing.includes(action);
    const exact = (args ?? []).every(
      (one) => Number.isSafeInteger(one.value) && Number.isSafeInteger(one.valueTwo ?? 0),
    );
    // Rules with a kernel condition: an allowing one is dropped, a refusing one is kept.
    if (allows && (!exact || excludes?.minKernel)) continue;
    rules.push({
      names: names ?? (name ? [name] : []),
      ...(!allows && { errno: errnoRet ?? eperm }),
      ...(exact && {
        args: (args ?? []).map(({ valueTwo, ...one }) => ({ ...one, ...(valueTwo != null && { valueTwo }) })),
      }),
      ...capabilities("caps", includes?.caps),
      ...capabilities("unlessCaps", excludes?.caps),
      ...(includes?.arches?.length ? { arches: includes.arches } : {}),
      ...(excludes?.arches?.length ? { unlessArches: excludes.arches } : {}),
      ...(includes?.minKernel ? { kernel: includes.minKernel } : {}),
    });
  }
  return { rules, errno: defaultErrnoRet ?? eperm, otherwise: allowing.includes(defaultAction) };
}

function capabilities(key: "caps" | "unlessCaps", list: readonly string[] | null | undefined) {
  return list?.length ? { [key]: list.map((one) => one.replace(/^CAP_/u, "")) } : {};
}
