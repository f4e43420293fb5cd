import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Checked } from "./checked.ts";
import { type LookAround, lookAround } from "./surroundings.ts";
import { judgeText } from "./text-work.ts";
import type { TextWork, Work } from "./apart.ts";

/** A little less than whoever supervises allows, so that the thread need not be given up. */
const textMs = 3_200;

/** Judges a text that took too long where it was tried first. What its build would be sent, and its repository, are read before the time counts. */
export async function judgeApart(
  work: Work,
  begin: () => void,
  { milliseconds = textMs, looksAround = true } = {},
): Promise<Checked> {
  if (work.kind === "compose") {
    const { judgeCompose } = await import("./compose/judge-compose.ts");
    begin();
    return judgeCompose(work, (act) => withinTime(milliseconds, work.path, act)).answer;
  }
  if (work.kind === "kubernetes") {
    const { checkManifest } = await import("./kubernetes/check-manifest.ts");
    begin();
    return withinTime(milliseconds, work.path, () => checkManifest(work));
  }
  if (work.kind === "quadlet") {
    const { checkQuadlet } = await import("./quadlet/check-quadlet.ts");
    begin();
    return withinTime(milliseconds, work.path, () => checkQuadlet(work));
  }
  const around = looksAround ? await aroundCall(work)(work.path, work.text, work.config, work.within) : undefined;
  if (work.kind === "dockerfile") {
    for (const context of around?.contexts ?? []) context();
    around?.repository?.();
    await around?.readRepository();
  }
  begin();
  return withinTime(milliseconds, work.path, () => judgeText(work, around));
}

let last: { readonly call: number; readonly around: LookAround } | undefined;

/** A repository is read once for the texts of one call, of which many may be slow. */
function aroundCall({ cwd, call, withoutRepository }: TextWork): LookAround {
  const session = { cwd, ...(withoutRepository && { withoutRepository }) };
  if (call === undefined) return lookAround(session);
  if (last?.call !== call) last = { call, around: lookAround(session) };
  return last.around;
}
