import { Failure } from "../../../domain/failure.ts";
import { safetyNames, type SafetyLimits, type SafetyName } from "../../../domain/workload/safety.ts";
import type { EngineInfo } from "../types.ts";
import { gibibyte, mebibyte } from "../../../domain/units.ts";

/** Half of the memory for one container: two run at once, and the engine needs some. No tested service came close to the other limits. */
export function usualSafety({ memoryBytes }: Pick<EngineInfo, "memoryBytes">): SafetyLimits {
  return {
    memoryBytes: Math.max(128 * mebibyte, Math.min(8 * gibibyte, Math.floor(memoryBytes / 2))),
    tasks: 4096,
    diskBytes: 10 * gibibyte,
    // The engine takes at least a millisecond to remove each.
    files: 100_000,
    logBytes: 64 * mebibyte,
    answerBytes: 64 * mebibyte,
  };
}

const fields: Readonly<Record<SafetyName, keyof SafetyLimits>> = {
  memory: "memoryBytes",
  tasks: "tasks",
  disk: "diskBytes",
  files: "files",
  log: "logBytes",
};

/**
 * Parses `memory=16g,tasks=8192` in the variable HULLPROOF_LIMITS: only the caller sets the environment, so no
 * repository can widen its own limits. Throws `bad-usage`.
 */
export function wishedSafety(text: string | undefined): Partial<SafetyLimits> {
  const wished: Partial<Record<keyof SafetyLimits, number>> = {};
  for (const part of (text ?? "").split(",").filter((word) => word.trim() !== "")) {
    const [, word = "", digits = "", unit = ""] = /^\s*([a-z]+)=(\d{1,15})([kmg]?)\s*$/.exec(part) ?? [];
    const name = safetyNames.find((one) => one === word);
    const value = Number(digits) * 1024 ** " kmg".indexOf(unit || " ");
    if (name === undefined || value < 1 || !Number.isSafeInteger(value)) {
      throw new Failure("bad-usage", `HULLPROOF_LIMITS has "${part.slice(0, 80)}", which is not a safety limit.`, {
        hint: "Write memory=16g,tasks=8192,disk=20g,files=500000,log=128m, or some of these.",
      });
    }
    wished[fields[name]] = value;
  }
  return wished;
}
