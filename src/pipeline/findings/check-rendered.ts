import type { Finding } from "../../domain/finding/finding.ts";
import type { Rendered } from "../../domain/report/rendered.ts";
import { Failure } from "../../domain/failure.ts";
import type { Context } from "../context.ts";
import { lazyCustomJudge } from "../custom-rules/lazy-custom-judge.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { failedTarget } from "../judge/failed-target.ts";
import { withTimeLimit } from "../judge/time-limit.ts";
import { dialect } from "../../dialects/kubernetes/dialect.ts";
import { checkDialect } from "../judge/check-dialect.ts";
import { renderedWorks } from "../judge/render/rendered-works.ts";
import type { RenderTarget } from "../judge/render/to-render.ts";

/** Renders the targets in order, and evaluates their output. A target that cannot be rendered is `failed`; for a single one (`isOnlyTarget`), its `Failure` is thrown. */
export async function* checkRendered(
  targets: readonly RenderTarget[],
  context: Context,
  isOnlyTarget: boolean,
): AsyncGenerator<TargetResult, void, void> {
  const custom = lazyCustomJudge(context);
  for (const target of targets) {
    try {
      const works = await renderedWorks(target, context);
      if (works.length === 0) yield emptyRendering(target);
      for (const work of works) yield await judgeRendered(work, custom, context);
    } catch (error) {
      context.signal?.throwIfAborted();
      if (isOnlyTarget && error instanceof Failure) throw error;
      yield failedTarget({ kind: "kubernetes", path: target.file, discovered: false }, error, context);
    }
  }
}

async function judgeRendered(
  work: DialectWork & { readonly rendered: Rendered },
  custom: ReturnType<typeof lazyCustomJudge>,
  context: Context,
): Promise<TargetResult> {
  try {
    const checked = await withTimeLimit(
      work.path,
      context,
      () => checkDialect(dialect, work),
      (worker) => worker.text(work),
    );
    const answer = withoutEdits(checked, work.rendered);
    return await custom(work, answer);
  } catch (error) {
    context.signal?.throwIfAborted();
    return failedTarget({ kind: "kubernetes", path: work.path, discovered: true }, error, context);
  }
}

/** Rendered output is not a file: the fix belongs in its source, where only the user can apply it. */
function withoutEdits(checked: TargetResult, rendered: Rendered): TargetResult {
  const { by, from } = rendered;
  const reason = `it is rendered: change ${by === "helm" ? `${from} or the values that it reads` : `what ${from} names, or patch it there`}`;
  const byHand = ({ fix, ...finding }: Finding): Finding =>
    fix === undefined
      ? finding
      : { ...finding, notFixed: { title: fix.title, applicability: fix.applicability, reason } };
  return {
    ...checked,
    target: { ...checked.target, rendered },
    run: { ...checked.run, findings: checked.run.findings.map(byHand), fixes: [] },
  };
}

/** A chart whose values disable every template is not clean. */
function emptyRendering({ by, file, folder }: RenderTarget): TargetResult {
  return {
    target: { id: file, kind: "kubernetes", name: file, rendered: { by, folder, from: file } },
    run: { results: [], findings: [], fixes: [] },
    notChecked: [`${file}: rendered as it is, it makes no object`],
  };
}
