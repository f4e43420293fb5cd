import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";
import { refusedStatus } from "./http.ts";

/**
 * Asks for a container's changes again when it removed a folder while the engine walked it: Docker 26.1.5 then answers 500
 * (`readdirent: no such file or directory`). After five times the engine's answer is reported.
 */
export async function whileMoving<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      const moved = error instanceof Failure && refusedStatus(error) === 500 && /no such file/u.test(error.message);
      if (!moved || attempt === 5) throw error;
      await sleep(100 * attempt, undefined, { signal });
    }
  }
}
