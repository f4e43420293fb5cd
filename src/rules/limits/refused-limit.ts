import type { Located, ContainerSpec } from "../../domain/container/container-spec.ts";
import { asWritten, evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { spelled } from "../shared/spelling.ts";
import { defineRule } from "../rule.ts";

/** Bytes; daemon/daemon_unix.go of moby. */
const leastMemory = 6 * 1024 * 1024;

export default defineRule({
  id: "limits/refused-limit",
  title: "Invalid resource limit",
  why:
    "The engine checks limits against each other when the container is created: at least 6 MB of memory, no swap limit without a memory limit or below it, no reservation above it, no soft ulimit above the hard one. " +
    "One that fails and the container is not created; Compose passes them on without a word.",
  severity: "error",
  dialects: ["docker", "compose"],
  needs: ["containers"],
  wholeSpec: true,
  premise: {
    kind: "refusal",
    by: "the engine",
    words: [
      "Minimum memory limit allowed is 6MB",
      "You should always set the Memory limit when using Memoryswap limit",
      "Minimum memoryswap limit should be larger than memory limit",
      "Minimum memory limit can not be less than memory reservation limit",
      "ulimit soft limit must be less than or equal to hard limit",
    ],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --memory 512m --memory-swap 256m example/report:1.4\n",
      good: "docker run --rm --memory 256m --memory-swap 512m example/report:1.4\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 64\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 64m\n    memswap_limit: -1\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    ulimits:\n      nofile:\n        soft: 65536\n        hard: 1024\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    ulimits:\n      nofile:\n        soft: 1024\n        hard: 65536\n",
    },
  ],
  *check({ containers }) {
    for (const container of containers.containers)
      for (const { said, reason, words } of refused(container))
        yield {
          message: `\`${asWritten(container, said)}\` is refused by the engine: ${reason}`,
          at: placeOf(said),
          evidence: [...evidenceOf(containers, said), reference(words, "run on Docker 26.1.5")],
        };
  },
});

interface Refused {
  readonly said: Located<unknown>;
  readonly reason: string;
  readonly words: string;
}

/** Comparisons with NaN, from an amount in a variable, are false. */
function* refused(container: ContainerSpec): Generator<Refused> {
  const { memoryBytes: memory, memorySwapBytes: swap, memoryReservationBytes: reserved, ulimits } = container;
  const limit = memory?.value ?? 0;
  if (memory !== undefined && limit > 0 && limit < leastMemory)
    yield { said: memory, reason: "it is below 6 MB", words: "Minimum memory limit allowed is 6MB" };
  // Another file may set the missing value.
  const whole = container.fragment !== true && container.unknown === undefined;
  if (swap !== undefined && swap.value > 0 && whole && (memory === undefined || limit === 0))
    yield {
      said: swap,
      reason: `it takes \`${spelled(container, "memory")}\` beside it`,
      words: "You should always set the Memory limit when using Memoryswap limit",
    };
  if (swap !== undefined && swap.value > 0 && swap.value < limit)
    yield {
      said: swap,
      reason: "memory and swap together are less than the memory alone",
      words: "Minimum memoryswap limit should be larger than memory limit",
    };
  if (reserved !== undefined && limit > 0 && reserved.value > limit)
    yield {
      said: reserved,
      reason: "more is reserved than the limit allows",
      words: "Minimum memory limit can not be less than memory reservation limit",
    };
  for (const ulimit of ulimits)
    if (ulimit.value.soft > ulimit.value.hard && ulimit.value.hard >= 0)
      yield {
        said: ulimit,
        reason: "its soft limit is above the hard one",
        words: "ulimit soft limit must be less than or equal to hard limit",
      };
}
