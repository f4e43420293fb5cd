// Reads archives in a thread that can be ended: all layers, all probes, the facts.
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../src/domain/failure.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { serveTasks } from "../../src/sources/bounded/serve-tasks.ts";
import { openArchive } from "../../src/sources/image/archive/archive.ts";

serveTasks(async (task, { begin }) => {
  const file = join(tmpdir(), `${randomUUID()}.tar`);
  writeFileSync(file, task as Uint8Array);
  begin();
  try {
    await readFacts(await openArchive(file), { secrets: true, duplicates: true });
    return "facts";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.message.length <= 10 || error.hint === "")
      throw new Error("a failure that says nothing", { cause: error });
    return error.code;
  } finally {
    rmSync(file, { force: true });
  }
});
