// Checks one pattern after another, as its parent sends them: a process of its own, since each takes a core for its time.
import { check } from "recheck";

process.on("message", async ({ id, source, flags }) => {
  const started = performance.now();
  const { status, complexity, error, attack } = await check(source, flags, { timeout: 60_000 });
  process.send({
    id,
    status,
    why: complexity?.summary ?? error?.kind ?? "",
    attack: attack?.pattern?.slice(0, 200) ?? "",
    ms: Math.round(performance.now() - started),
  });
});
