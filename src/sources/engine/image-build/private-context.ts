import type { ResolvedPath } from "../../../domain/workload/host-access.ts";

/** A build context as a private copy, which several builds of a run can use. */
export interface PrivateContext extends AsyncDisposable {
  readonly kind: "copy";
  /** What was copied, as it was then. */
  readonly of: { readonly from: string; readonly located: ResolvedPath | undefined };
  readonly path: string;
  /** Text of the effective ignore file; BuildKit reads it as well. */
  readonly ignored?: string;
}
