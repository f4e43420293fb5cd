// Checks one pattern after another, as its parent sends them: a process of its own, since each takes a core for its time.
import { check } from "recheck";

// Limits of steps, not of time: the answer is the same on a busy machine. Only a pattern that is far too much for it ends with the timeout.
const limits = { timeout: 300_000, attackTimeout: null, incubationTimeout: null };

process.on("message", async ({ id, source, flags }) => {
  const started = performance.now();
  const { status, complexity, error, attack } = await check(source, flags, limits);
  process.send({
    id,
    status,
    why: complexity?.summary ?? error?.kind ?? "",
    attack: attack?.pattern?.slice(0, 200) ?? "",
    ms: Math.round(performance.now() - started),
  });
});
