import type { Step } from "../../../domain/workload/workload.ts";
import type { LifeContext } from "../life/life-context.ts";
import { takeExec, takeHealth } from "./exec.ts";
import { takeHttp } from "./http.ts";
import { takePort } from "./port.ts";
import { takeRun } from "./run.ts";
import { takeSignal } from "./signal.ts";
import type { Taken } from "./taken.ts";
import { takeTcp } from "./tcp.ts";
import { takeUdp } from "./udp.ts";

type Taker<Kind extends Step["kind"]> = (step: Extract<Step, { kind: Kind }>, context: LifeContext) => Promise<Taken>;

/** One file a kind of step. */
const takers: { readonly [Kind in Step["kind"]]: Taker<Kind> } = {
  http: takeHttp,
  tcp: takeTcp,
  udp: takeUdp,
  port: takePort,
  exec: takeExec,
  health: takeHealth,
  run: takeRun,
  signal: takeSignal,
};

export function take(step: Step, context: LifeContext): Promise<Taken> {
  return (takers[step.kind] as Taker<Step["kind"]>)(step, context);
}
