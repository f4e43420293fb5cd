import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../../domain/failure.ts";
import { refusedStatus } from "./http.ts";

/**
 * Retries a request for a container's changes if the container removed a folder during the engine's walk: Docker
 * 26.1.5 then responds with 500 (`readdirent: no such file or directory`). After five attempts the engine's response
 * is reported.
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
