import type { SoakEngine } from "./soak-engine.ts";

export interface EngineHolder extends AsyncDisposable {
  /** Work with the engine; it is done again with a new one where the engine ends meanwhile. */
  use<T>(work: (engine: SoakEngine) => Promise<T>): Promise<T>;
}

const maxAttempts = 4;

/**
 * An engine that is started anew when it ends: the BuildKit in Docker 26 panics now and then (`walkProvenance`, a nil pointer) where builds that share steps run side by side, and takes
 * dockerd along. A build that such an end broke says nothing of the Dockerfile.
 */
export function holdEngine(start: () => Promise<SoakEngine>, report: (text: string) => void): EngineHolder {
  let current: Promise<SoakEngine> | undefined;
  return {
    async use(work) {
      for (let attempt = 1; ; attempt++) {
        const starting = (current ??= start());
        const engine = await starting;
        try {
          const result = await work(engine);
          if (!engine.hasEnded()) return result;
        } catch (error) {
          if (!engine.hasEnded() || attempt === maxAttempts) throw error;
        }
        if (attempt === maxAttempts) throw new Error("the engine of the soak ends again and again");
        if (current !== starting) continue;
        report("the engine of the soak ended; a new one is started");
        current = undefined;
        await engine[Symbol.asyncDispose]();
      }
    },
    async [Symbol.asyncDispose]() {
      await (await current)?.[Symbol.asyncDispose]();
    },
  };
}
