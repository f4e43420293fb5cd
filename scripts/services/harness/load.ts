import { ask, type Asked } from "./ask.ts";
import { docker } from "./programs.ts";
import type { Probe } from "./service.ts";

export interface LoadResult {
  readonly asked: number;
  readonly failed: number;
  /** Milliseconds of 95 of 100 questions, failures too. */
  readonly p95: number;
  /** The first failure's words. */
  readonly problem?: string;
}

/** `clients` at once ask `probe` again and again for `seconds`. */
export function load(probe: Probe, at: Asked, clients: number, seconds: number): Promise<LoadResult> {
  return probe.kind === "client"
    ? loadByShell(probe.script, at, clients, seconds)
    : loadByNode(probe, at, clients, seconds);
}

async function loadByNode(probe: Probe, at: Asked, clients: number, seconds: number): Promise<LoadResult> {
  const end = performance.now() + seconds * 1000;
  let [asked, failed] = [0, 0];
  let problem: string | undefined;
  const took: number[] = [];
  const client = async () => {
    while (performance.now() < end) {
      const began = performance.now();
      const wrong = await ask(probe, at);
      took.push(performance.now() - began);
      asked++;
      if (wrong === undefined) continue;
      failed++;
      problem ??= wrong;
      // What is refused at once would be asked a thousand times a second.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { asked, failed, p95: percentile95(took), ...(problem === undefined ? {} : { problem }) };
}

function percentile95(milliseconds: readonly number[]): number {
  return Math.round(milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length * 0.95)] ?? 0);
}

/** One shell with so many loops in the container of clients, since an exec for each question would be the load itself. */
async function loadByShell(script: string, at: Asked, clients: number, seconds: number): Promise<LoadResult> {
  const loops = `
end=$(( $(date +%s) + ${seconds} ))
i=0
while [ $i -lt ${clients} ]; do
  i=$((i + 1))
  (
    asked=0; failed=0
    while [ $(date +%s) -lt $end ]; do
      asked=$((asked + 1)); began=$(date +%s%3N)
      timeout 15 sh -c "$ASK" > /tmp/said.$HOST.$i 2>&1
      code=$?
      echo "took $(($(date +%s%3N) - began))"
      [ $code -eq 0 ] && continue
      [ $failed -gt 0 ] || echo "problem ended with $code $(tail -c 200 /tmp/said.$HOST.$i | tr '\\n' ' ')"
      failed=$((failed + 1)); sleep 0.05
    done
    echo "count $asked $failed"
  ) &
done
wait`;
  const exec = ["exec", "--env", `HOST=${at.host}`, "--env", `ASK=${script}`, at.clients, "sh", "-c", loops];
  const { stdout } = await docker(exec, { timeoutMs: (seconds + 60) * 1000 });
  const counts = [...stdout.matchAll(/^count (\d+) (\d+)$/gm)];
  const sum = (group: 1 | 2): number => counts.reduce((total, match) => total + Number(match[group]), 0);
  const problem = /^problem (.*)$/m.exec(stdout)?.[1];
  const took = [...stdout.matchAll(/^took (\d+)$/gm)].map((match) => Number(match[1]));
  return { asked: sum(1), failed: sum(2), p95: percentile95(took), ...(problem === undefined ? {} : { problem }) };
}
